"""What happened and is no more so when its mail is written: nobody is told of it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.mail.conftest import Post
from tests.mail.test_told import choose, idea
from tests.support.boards import board
from tests.support.comments import comment
from tests.support.merges import merge, undo
from tests.support.people import Person

__all__ = ["idea"]


def change_of(path: str, **values: Any) -> Callable[[Person, int], object]:
    return lambda admin, id: admin.client.patch(f"{path}/{id}", json=values).raise_for_status()


def delete_comment(admin: Person, comment_id: int) -> None:
    admin.client.delete(f"/v1/comments/{comment_id}").raise_for_status()


def taken(post: Post) -> None:
    """By a courier that dies."""
    post.outbox.handle({"command": "claim"})
    post.make_due()


@pytest.mark.parametrize(
    "change",
    [change_of("/v1/comments", hidden=True), delete_comment, None],
    ids=["hidden", "deleted", "as it was"],
)
def test_a_comment(
    change: Callable[[Person, int], object] | None, idea: int, admin: Person, member: Person, post: Post
) -> None:
    choose(member, comments="at_once")
    comment_id = int(comment(admin, idea, "Yes.")["id"])
    taken(post)
    if change:
        change(admin, comment_id)
    post.deliver()
    assert [mail["Subject"] for mail in post.server.to(member.email)] == ([] if change else ["Re: Dark mode"])


@pytest.mark.parametrize("what", ["undone", "hidden", "as it was"])
def test_a_merge(what: str, idea: int, admin: Person, member: Person, post: Post) -> None:
    original = int(admin.post_idea("Night mode")["id"])
    merge(admin, idea, original)
    taken(post)
    if what == "undone":
        undo(admin, idea)
    elif what == "hidden":
        change_of("/v1/posts", visibility="hidden")(admin, original)
    post.deliver()
    assert len(post.server.to(member.email)) == (what == "as it was")


@pytest.mark.parametrize("is_approved", [True, False])
def test_that_a_post_waits_for_approval(is_approved: bool, admin: Person, member: Person, post: Post) -> None:
    choose(admin, new_posts="never")
    with board(approve_first_posts=True) as careful:
        waiting = careful.post("/v1/posts", json={"title": "Dark mode"}, headers=member.client.headers).json()
    taken(post)
    if is_approved:
        change_of("/v1/posts", visibility="public")(admin, waiting["id"])
    post.deliver()
    assert len(post.server.to(admin.email)) == (not is_approved)
    assert post.server.to(member.email) == []
