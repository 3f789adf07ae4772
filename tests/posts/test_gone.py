"""GET /v1/posts?updated_since=…: what is gone is told to who could see it, and tells nothing else"""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.people import People, Person

SINCE = "updated_since=2020-01-01T00:00:00Z"


def gone(client: httpx.Client, query: str = "") -> list[int]:
    found: list[int] = client.get(f"/v1/posts?{SINCE}&limit=100{query}").json()["gone"]
    return sorted(found)


def moderate(admin: Person, post_id: int, **changes: Any) -> None:
    admin.client.patch(f"/v1/posts/{post_id}", json=changes).raise_for_status()


def test_who_hears_of_what(superuser: Engine, visitor: httpx.Client, people: People, admin: Person) -> None:
    """A post that waits for approval was never there for others, whatever becomes of it."""
    author, other = people.join("Author"), people.join("Other")
    with board(approve_first_posts=True) as waiting:
        headers = {"Authorization": author.client.headers["Authorization"]}
        pending, refused, deleted = (
            waiting.post("/v1/posts", json={"title": title}, headers=headers).json()["id"] for title in "abc"
        )
    hidden, erased = admin.post_idea("d")["id"], admin.post_idea("e")["id"]
    moderate(admin, refused, visibility="hidden")
    moderate(admin, hidden, visibility="hidden")
    author.client.delete(f"/v1/posts/{deleted}").raise_for_status()
    admin.client.delete(f"/v1/posts/{erased}").raise_for_status()
    assert gone(visitor) == gone(other.client) == [hidden, erased]
    assert gone(author.client) == [refused, deleted, hidden, erased]
    assert gone(admin.client) == [deleted, erased]
    moderate(admin, pending, visibility="public")
    assert gone(visitor) == [hidden, erased]
    moderate(admin, pending, visibility="hidden")
    assert gone(visitor) == [pending, hidden, erased]


@pytest.mark.parametrize("sort", ["trending", "newest", "votes", "discussed"])
def test_its_place_tells_nothing(superuser: Engine, visitor: httpx.Client, admin: Person, sort: str) -> None:
    """Neither among the others, nor by a cursor that ends with it: it comes last, whatever votes it has."""
    places = []
    for votes in (0, 50):
        with superuser.connect() as connection:
            connection.execute(text("TRUNCATE posts RESTART IDENTITY CASCADE"))
        posts = [admin.post_idea(title)["id"] for title in ("first", "second", "third")]
        with superuser.connect() as connection:
            counts = "votes_count = :n, comments_count = :n, created_at = now() - :n * interval '1 day'"
            connection.execute(text(f"UPDATE posts SET {counts} WHERE id = :id"), {"n": votes, "id": posts[1]})
        moderate(admin, posts[1], visibility="hidden")
        pages, cursors, cursor = [], [], ""
        while True:
            answer = visitor.get(f"/v1/posts?{SINCE}&sort={sort}&limit=1{cursor}").json()
            pages.append((len(answer["items"]), answer["gone"]))
            if not answer["next"]:
                break
            cursor = f"&cursor={answer['next']}"
            cursors.append(answer["next"])
        places.append(pages)
    assert places[0] == places[1]
    assert places[0][-1] == (0, [2])


def test_what_changed_at_that_very_moment_is_told(visitor: httpx.Client, member: Person) -> None:
    post = member.post_idea()
    answer = visitor.get("/v1/posts", params={"updated_since": post["updated_at"]}).json()
    assert [each["id"] for each in answer["items"]] == [post["id"]]
