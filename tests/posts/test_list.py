"""GET /v1/posts"""

from collections.abc import Iterator
from itertools import chain

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.statements import statements


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


def walk(client: httpx.Client, url: str) -> Iterator[list[int]]:
    while url:
        answer = client.get(url)
        assert answer.status_code == 200, answer.text
        yield [post["id"] for post in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""


def test_sorts(visitor: httpx.Client, admin: Person, member: Person) -> None:
    first, second, third = (member.post_idea()["id"] for _ in range(3))
    admin.vote(first)
    member.client.patch(f"/v1/posts/{second}", json={"title": "Edited"})
    for query, ids in {
        "": [first, third, second],
        "?sort=trending": [first, third, second],
        "?sort=newest": [third, second, first],
        "?sort=votes": [first, third, second],
        "?sort=updated": [second, first, third],
    }.items():
        assert [post["id"] for post in visitor.get(f"/v1/posts{query}").json()["items"]] == ids


@pytest.mark.parametrize("sort", ["", "oldest", "NEWEST", "votes;", "newest,votes", "id"])
def test_other_sorts(visitor: httpx.Client, sort: str) -> None:
    problem = assert_problem(visitor.get("/v1/posts", params={"sort": sort}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["query:sort"]


@pytest.mark.parametrize("sort", ["newest", "votes"])
def test_by_author(visitor: httpx.Client, admin: Person, member: Person, sort: str) -> None:
    mine = [member.post_idea()["id"] for _ in range(3)]
    admin.post_idea()
    pages = list(walk(visitor, f"/v1/posts?author={member.id}&sort={sort}&limit=2"))
    assert [len(page) for page in pages] == [2, 1]
    assert sorted(chain(*pages)) == mine
    assert visitor.get("/v1/posts?author=99").json() == {"items": [], "next": None}


@pytest.mark.parametrize("sort", ["newest", "votes"])
def test_rows_that_come_and_go_between_pages(visitor: httpx.Client, admin: Person, member: Person, sort: str) -> None:
    ids = [member.post_idea()["id"] for _ in range(9)]
    seen: list[int] = []
    for page in walk(visitor, f"/v1/posts?sort={sort}&limit=3"):
        seen += page
        member.client.delete(f"/v1/posts/{page[-1]}")  # The one that the cursor stands on.
        member.client.delete(f"/v1/posts/{page[0]}")
        admin.vote(admin.post_idea()["id"])
    assert len(seen) == len(set(seen))
    assert set(ids) <= set(seen)


@pytest.mark.parametrize("sort", ["newest", "votes"])
def test_ties_are_broken(superuser: Engine, visitor: httpx.Client, member: Person, sort: str) -> None:
    ids = [member.post_idea()["id"] for _ in range(7)]
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET created_at = '2026-01-01', votes_count = 1"))
    assert list(chain(*walk(visitor, f"/v1/posts?sort={sort}&limit=2"))) == ids[::-1]


def test_an_author_is_read_without_address_and_password(visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    member.client.post(f"/v1/posts/{post_id}/comments", json={"content": "Please."})
    for path in ("/v1/posts", f"/v1/posts/{post_id}", f"/v1/posts/{post_id}/comments", "/feed.atom"):
        with statements() as seen:
            assert visitor.get(path).status_code == 200
        assert len(seen) == 1
        assert "users" in seen[0]
        assert "password_hash" not in seen[0]
        assert "email" not in seen[0]
