"""What is kept of a keyed request, for how long, and what is not."""

import hashlib

import httpx
from sqlalchemy import Engine

from tests.support.boards import board
from tests.support.idempotency import SIGN_UP, assert_replayed, kept, make_older, post, sign_up
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem


def test_it_is_kept_for_a_day(superuser: Engine, member: Person) -> None:
    first = post(member.client, "a")
    make_older(superuser, 23.9)
    assert_replayed(post(member.client, "a"), first)
    make_older(superuser, 0.2)
    second = post(member.client, "a", {"title": "Another day"})
    assert (second.status_code, second.json()["title"]) == (201, "Another day")
    assert_replayed(post(member.client, "a", {"title": "Another day"}), second)
    assert len(kept(superuser)) == 1


def test_a_sign_up_is_kept_for_a_day(superuser: Engine, visitor: httpx.Client) -> None:
    sign_up(visitor, "a")
    make_older(superuser, 24.1)
    assert_problem(sign_up(visitor, "a"), 409)
    assert sign_up(visitor, "a", email="bob@example.com").status_code == 201


def test_old_ones_go_a_few_at_a_time(superuser: Engine, member: Person) -> None:
    for number in range(13):
        post(member.client, f"old-{number}")
    make_older(superuser, 25)
    left = []
    for number in range(3):
        post(member.client, f"new-{number}")
        left.append(len(kept(superuser)))
    assert left == [4, 2, 3]


def test_no_secret_is_kept(superuser: Engine, visitor: httpx.Client) -> None:
    """Not even as a hash that a guess could be compared with: the body's is keyed."""
    answer = sign_up(visitor, "a")
    (row,) = kept(superuser)
    assert PASSWORD not in str(row)
    assert row["body"] == answer.text
    assert set(row["headers"]) == {"location"}
    assert row["request_hash"] != hashlib.sha256(bytes(answer.request.content)).digest()


def test_it_outlives_the_secret_key_while_that_is_listed(member: Person, visitor: httpx.Client) -> None:
    first = sign_up(visitor, "a")
    new, old = "the next key that signs from now on 0123", "a-key-that-only-the-tests-know-0123456789"
    with board(secret_key=new, previous_secret_keys=old) as rotated:
        assert_replayed(sign_up(rotated, "a"), first)
    with board(secret_key=new) as afterwards:
        assert_problem(sign_up(afterwards, "a"), 422)


def test_what_is_kept_meanwhile_outlives_the_old_one(member: Person, visitor: httpx.Client) -> None:
    new, old = "the next key that signs from now on 0123", "a-key-that-only-the-tests-know-0123456789"
    with board(secret_key=new, previous_secret_keys=old) as rotated:
        first = sign_up(rotated, "a")
    with board(secret_key=new) as afterwards:
        assert_replayed(sign_up(afterwards, "a"), first)


def test_an_erased_member_is_forgotten_here_too(superuser: Engine, visitor: httpx.Client, people: People) -> None:
    admin = people.join("Admin")
    signed_up = sign_up(visitor, "a").json()
    ada = people.sign_in(signed_up["id"], SIGN_UP["email"])
    post(ada.client, "a")
    post(admin.client, "a")
    assert ada.client.delete("/v1/users/me").status_code == 204
    (row,) = kept(superuser)
    assert '"name":"Admin"' in row["body"]


def test_every_route_that_creates_takes_a_key(visitor: httpx.Client) -> None:
    paths = visitor.get("/openapi.json").json()["paths"]
    creating = {
        path: item["post"] for path, item in paths.items() if "201" in item.get("post", {}).get("responses", {})
    }
    assert {"/v1/users", "/v1/posts"} <= set(creating)
    for path, operation in creating.items():
        headers = {parameter["name"] for parameter in operation["parameters"] if parameter["in"] == "header"}
        assert "Idempotency-Key" in headers, path
