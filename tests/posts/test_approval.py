"""APPROVE_FIRST_POSTS: the first post of a member waits for staff."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.boards import board
from tests.support.people import Person
from tests.support.problems import assert_problem


@pytest.fixture
def careful(database_url: str, member: Person, admin: Person) -> Iterator[httpx.Client]:
    """A board of the same database that wants to see first posts."""
    with board(database_url=database_url, approve_first_posts=True) as client:
        yield client


def post_idea(careful: httpx.Client, person: Person) -> dict[str, object]:
    headers = {"Authorization": person.client.headers["Authorization"]}
    answer = careful.post("/v1/posts", json={"title": "Dark mode"}, headers=headers)
    assert answer.status_code == 201
    post: dict[str, object] = answer.json()
    return post


def test_a_first_post_waits(careful: httpx.Client, visitor: httpx.Client, admin: Person, member: Person) -> None:
    post = post_idea(careful, member)
    assert post["visibility"] == "pending"
    path = f"/v1/posts/{post['id']}"
    for place in (path, f"{path}/comments", f"{path}/history"):
        assert_problem(visitor.get(place), 404)
        assert member.client.get(place).status_code == admin.client.get(place).status_code == 200
    assert visitor.get("/v1/posts").json()["items"] == []
    assert [each["id"] for each in member.client.get("/v1/posts").json()["items"]] == [post["id"]]
    assert post_idea(careful, member)["visibility"] == "pending"

    waiting = admin.client.get("/v1/posts?visibility=pending").json()["items"]
    assert sorted(each["id"] for each in waiting) == [1, 2]
    assert visitor.get("/v1/posts?visibility=pending").json()["items"] == []

    assert_problem(member.client.patch(path, json={"visibility": "public"}), 403)
    assert admin.client.patch(path, json={"visibility": "public"}).json()["visibility"] == "public"
    assert visitor.get(path).json()["id"] == post["id"]
    assert [each["id"] for each in admin.client.get("/v1/posts?visibility=pending").json()["items"]] == [2]
    assert post_idea(careful, member)["visibility"] == "public"


def test_staff_wait_for_nobody(careful: httpx.Client, admin: Person) -> None:
    assert post_idea(careful, admin)["visibility"] == "public"


def test_a_hidden_post_is_no_approved_one(careful: httpx.Client, admin: Person, member: Person) -> None:
    post = post_idea(careful, member)
    admin.client.patch(f"/v1/posts/{post['id']}", json={"visibility": "hidden"})
    assert post_idea(careful, member)["visibility"] == "pending"


def test_a_board_that_trusts(admin: Person, member: Person) -> None:
    assert member.post_idea()["visibility"] == "public"
