"""Cursors: bound to the list that they came from, and worth nothing when touched."""

import base64

import httpx
import pytest

from tests.support.boards import board
from tests.support.people import Person
from tests.support.problems import assert_problem

LIST = "/v1/posts?sort=votes&author=2&limit=1"


@pytest.fixture
def cursor(visitor: httpx.Client, member: Person) -> str:
    member.post_idea("First")
    member.post_idea("Second")
    return str(visitor.get(LIST).json()["next"])


def titles(answer: httpx.Response) -> list[str]:
    return [post["title"] for post in answer.json()["items"]]


def ask(visitor: httpx.Client, cursor: str, url: str = LIST) -> httpx.Response:
    return visitor.get(f"{url}&{httpx.QueryParams({'cursor': cursor})}")


def test_it_leads_on(visitor: httpx.Client, cursor: str) -> None:
    assert titles(ask(visitor, cursor)) == ["First"]
    assert ask(visitor, cursor).json()["next"] is None
    assert "Link" not in ask(visitor, cursor).headers


def test_the_page_size_may_change(visitor: httpx.Client, cursor: str) -> None:
    assert titles(ask(visitor, cursor, LIST.replace("limit=1", "limit=50"))) == ["First"]
    assert titles(ask(visitor, cursor, "/v1/posts?author=2&sort=votes")) == ["First"]


def test_every_bit_counts(visitor: httpx.Client, cursor: str) -> None:
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for position in range(len(raw)):
        flipped = bytearray(raw)
        flipped[position] ^= 1 << position % 8
        other = base64.urlsafe_b64encode(bytes(flipped)).rstrip(b"=").decode()
        assert_problem(ask(visitor, other), 400)
    for position, character in enumerate(cursor):
        other = cursor[:position] + ("A" if character != "A" else "B") + cursor[position + 1 :]
        assert_problem(ask(visitor, other), 400)
    assert titles(ask(visitor, cursor)) == ["First"]


def test_every_character_counts(visitor: httpx.Client, cursor: str) -> None:
    for length in range(len(cursor)):
        if length:  # Without any, there is no cursor.
            assert_problem(ask(visitor, cursor[:length]), 400)
    for other in (f"{cursor}A", f"{cursor}=", f"{cursor}==", f" {cursor}", f"{cursor}\n", f"{cursor}.", cursor * 2,
                  cursor.swapcase(), "\ufffd", "٣", "=", "AAAA", "W10", "e30"):  # fmt: skip
        assert_problem(ask(visitor, other), 400)
    assert_problem(ask(visitor, "A" * 1_001), 422)


@pytest.mark.parametrize(
    "url",
    ["/v1/posts?sort=newest&author=2", "/v1/posts?sort=votes&author=1", "/v1/posts?sort=votes", "/v1/posts?author=2",
     "/v1/posts?limit=1", "/v1/posts?sort=votes&author=2&status=open"],
)  # fmt: skip
def test_another_lists_cursor(visitor: httpx.Client, cursor: str, url: str) -> None:
    problem = assert_problem(ask(visitor, cursor, url), 400)
    assert problem["type"] == "urn:problem-type:heed:cursor"


def test_another_routes_cursor(visitor: httpx.Client, admin: Person, cursor: str) -> None:
    posts, users = (admin.client.get(f"/v1/{route}?limit=1").json()["next"] for route in ("posts", "users"))
    assert_problem(admin.client.get(f"/v1/users?limit=1&cursor={posts}"), 400)
    assert_problem(admin.client.get(f"/v1/posts?limit=1&cursor={users}"), 400)
    assert admin.client.get(f"/v1/users?limit=1&cursor={users}").status_code == 200


def test_it_outlives_the_key_while_that_is_listed(visitor: httpx.Client, cursor: str) -> None:
    new, old = "the next key that signs from now on 0123", "a-key-that-only-the-tests-know-0123456789"
    with board(secret_key=new, previous_secret_keys=old) as rotated:
        assert titles(ask(rotated, cursor)) == ["First"]
    with board(secret_key=new) as afterwards:
        assert_problem(ask(afterwards, cursor), 400)
