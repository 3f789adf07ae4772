"""How many people will be told, as it is said beforehand, and how many mails then come: the same number."""

import pytest

from app.notifications.queries import Told, count_told
from app.users.queries import get_account
from tests.mail.conftest import Post
from tests.mail.test_told import choose, set_status
from tests.support.merges import merge
from tests.support.people import People, Person


@pytest.fixture
def idea(admin: Person, member: Person, people: People, post: Post) -> int:
    """The member's post, which the admin and others follow, each with a reason to be told or not."""
    post_id = int(member.post_idea("Dark mode")["id"])
    joined = {name: people.join(name) for name in ("Daily", "Never", "Unfollowed", "Disabled", "Erased", "Bounced")}
    for each in (admin, *joined.values()):
        each.vote(post_id)
    for kind in ("status_changes", "merges"):
        choose(joined["Daily"], **{kind: "daily"})
        choose(joined["Never"], **{kind: "never"})
    joined["Unfollowed"].client.delete(f"/v1/posts/{post_id}/subscription").raise_for_status()
    disabled = admin.client.patch(f"/v1/users/{joined['Disabled'].id}", json={"status": "disabled"})
    disabled.raise_for_status()
    joined["Erased"].client.delete("/v1/users/me").raise_for_status()
    post.outbox.handle({"command": "suppress", "addresses": [joined["Bounced"].email], "reason": "bounce"})
    post.deliver()
    post.execute("DELETE FROM deliveries")
    post.server.taken.clear()
    return post_id


def to(post: Post) -> list[str]:
    return [mail["To"] for _, mail in post.server.taken]


@pytest.mark.parametrize("kind", ["status_changes", "merges"])
def test_as_many_are_told_as_was_said(idea: int, admin: Person, member: Person, post: Post, kind: str) -> None:
    original = admin.post_idea("Night mode")["id"]
    with post.database.connect() as db:
        told = count_told(db, idea, kind, actor=get_account(db, admin.id))
    assert told == Told(at_once=1, daily=1)
    if kind == "merges":
        merge(admin, idea, original)
    else:
        set_status(admin, idea)
    post.deliver()
    assert to(post) == [member.email]
    post.make_due()
    post.deliver()
    assert to(post) == [member.email, "daily@example.com"]
