"""GET /v1/posts"""

import httpx
import pytest

from tests.people import People, Person


def test_an_empty_board(visitor: httpx.Client) -> None:
    answer = visitor.get("/v1/posts")
    assert (answer.status_code, answer.json()) == (200, {"items": [], "next": None})


def test_has_voted_where_there_is_a_token(visitor: httpx.Client, admin: Person, member: Person) -> None:
    mine, theirs = member.post_idea("Mine"), admin.post_idea("Theirs")
    seen = {post["id"]: post["has_voted"] for post in member.client.get("/v1/posts").json()["items"]}
    assert seen == {mine["id"]: True, theirs["id"]: False}
    assert [post["has_voted"] for post in visitor.get("/v1/posts").json()["items"]] == [None, None]


@pytest.mark.parametrize("sort", ["newest", "votes"])
def test_pages_neither_skip_nor_repeat(visitor: httpx.Client, people: People, sort: str) -> None:
    first, second = people.join(), people.join()
    ids = [first.post_idea(f"Idea {number}")["id"] for number in range(7)]
    for post_id in ids[::2]:
        second.vote(post_id)
    seen, url = [], f"/v1/posts?limit=3&sort={sort}"
    while url:
        answer = visitor.get(url)
        seen += [post["id"] for post in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    everything = visitor.get("/v1/posts", params={"sort": sort, "limit": 100}).json()
    assert seen == [post["id"] for post in everything["items"]]
    assert sorted(seen) == ids
    assert everything["next"] is None
