"""Publishing an entry of the changelog tells each follower of its posts once, whatever happens on the way."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.mail.conftest import Post
from tests.mail.test_told import choose
from tests.support.changelog import change_entry, set_status, write_entry
from tests.support.people import People, Person


@pytest.fixture
def ideas(member: Person, people: People, post: Post) -> list[int]:
    """Three of the member's, the first two of which a voter wants too; and nothing that is due from before."""
    ids = [int(member.post_idea(f"Idea {number}")["id"]) for number in range(3)]
    voter = people.join("Voter")
    for post_id in ids[:2]:
        voter.vote(post_id)
    begin_again(post)
    return ids


def begin_again(post: Post) -> None:
    post.deliver()
    post.execute("DELETE FROM deliveries")
    post.server.taken.clear()


def test_each_voter_has_one_mail(ideas: list[int], admin: Person, member: Person, post: Post) -> None:
    """However many of their ideas it names, and completes."""
    entry = write_entry(
        admin, "Version 2\N{SNOWMAN}", "- *night*\n- a <b>", posts=ideas, published_at="now", complete=True
    )
    assert post.deliver() is None
    assert sorted(to for to, _ in post.server.taken) == [member.email, "voter@example.com"]
    [mail] = post.server.to("voter@example.com")
    assert mail["Subject"] == "Released: Version 2\N{SNOWMAN}"
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain
    assert html
    words = plain.get_content().replace("\r\n", "\n")
    assert "- *night*\n- a <b>" in words
    assert f"https://board.example/changelog/{entry['id']}" in words
    assert ("Idea 0" in words, "Idea 1" in words, "Idea 2" in words) == (True, True, False)
    assert "<li><em>night</em></li>\n<li>a &lt;b&gt;</li>" in html.get_content().replace("\r\n", "\n")
    change_entry(admin, entry["id"], title="Version 2.0", content="Edited.")
    change_entry(admin, entry["id"], published_at=None)
    change_entry(admin, entry["id"], published_at="now")
    post.deliver()
    assert len(post.server.taken) == 2, "who was told is told no more"


def test_what_is_named_later_has_a_mail_of_its_own(ideas: list[int], admin: Person, member: Person, post: Post) -> None:
    entry = write_entry(admin, posts=ideas[:1], published_at="now", complete=True)
    post.deliver()
    change_entry(admin, entry["id"], posts=ideas)
    post.deliver()
    subjects = [mail["Subject"] for mail in post.server.to("voter@example.com")]
    assert subjects == ["Released: Version 2", "Idea 1: completed"]
    assert len(post.server.to(member.email)) == 3


def test_at_its_hour_its_posts_are_completed_and_people_told(
    ideas: list[int], admin: Person, visitor: httpx.Client, post: Post
) -> None:
    hour = datetime.now(UTC) + timedelta(minutes=30)
    entry = write_entry(admin, posts=ideas, published_at=hour.isoformat())
    wait = post.deliver()
    assert wait is not None
    assert 1_700 < wait < 1_800, "the courier comes back for it"
    assert post.server.taken == []
    post.execute("UPDATE changelog_entries SET published_at = now(), completes = true")
    assert post.deliver() is None
    assert len(post.server.taken) == 2
    found = visitor.get(f"/v1/posts/{ideas[0]}").json()
    link = f"[Version 2](https://board.example/changelog/{entry['id']})"
    assert (found["status"], found["response"]) == ("completed", link)
    post.deliver()
    assert len(post.server.taken) == 2


@pytest.mark.parametrize("how", ["never", "unfollowed", "withdrawn", "deleted", "hidden"])
@pytest.mark.parametrize("fanned_out", [False, True])
def test_what_changes_before_it_is_sent_counts(
    how: str, fanned_out: bool, ideas: list[int], admin: Person, member: Person, post: Post
) -> None:
    entry = write_entry(admin, posts=ideas[:1], published_at="now")
    if fanned_out:
        post.outbox.handle({"command": "claim"})  # And the courier dies.
        post.make_due()
    if how == "never":
        choose(member, changelog="never")
    elif how == "unfollowed":
        member.client.delete(f"/v1/posts/{ideas[0]}/subscription")
    elif how == "withdrawn":
        change_entry(admin, entry["id"], published_at=None)
    elif how == "deleted":
        admin.client.delete(f"/v1/changelog/{entry['id']}").raise_for_status()
    else:
        admin.client.patch(f"/v1/posts/{ideas[0]}", json={"visibility": "hidden"}).raise_for_status()
    post.deliver()
    assert post.server.to(member.email) == []
    assert len(post.server.to("voter@example.com")) == (1 if how in ("never", "unfollowed") else 0)


def test_what_was_taken_back_in_time_is_told_when_it_is_published_again(
    ideas: list[int], admin: Person, post: Post
) -> None:
    entry = write_entry(admin, posts=ideas, published_at="now")
    change_entry(admin, entry["id"], published_at=None)
    post.deliver()
    change_entry(admin, entry["id"], published_at="now")
    post.deliver()
    assert len(post.server.taken) == 2


def test_one_click_leaves_the_changelog_and_nothing_else(
    ideas: list[int], admin: Person, visitor: httpx.Client, member: Person, post: Post
) -> None:
    write_entry(admin, posts=ideas, published_at="now")
    post.deliver()
    [mail] = post.server.to(member.email)
    url = mail["List-Unsubscribe"].strip("<>").removeprefix("https://board.example")
    assert visitor.post(url).status_code == 204
    write_entry(admin, posts=ideas, published_at="now")
    set_status(admin, ideas[2], "planned")
    post.deliver()
    assert [mail["Subject"] for mail in post.server.to(member.email)] == ["Released: Version 2", "Idea 2: planned"]


def test_a_digest_has_it_too(ideas: list[int], admin: Person, member: Person, post: Post) -> None:
    choose(member, changelog="daily", status_changes="daily")
    set_status(admin, ideas[2], "planned")
    write_entry(admin, posts=ideas, published_at="now")
    post.deliver()
    post.make_due()
    post.deliver()
    [mail] = post.server.to(member.email)
    body = mail.get_body(("plain",))
    assert body
    assert '"Idea 2" is now: planned' in body.get_content()
    assert "Released: Version 2" in body.get_content()
