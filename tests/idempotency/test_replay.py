"""Idempotency-Key: a retry has no effect, and gets the first answer again"""

import httpx
import pytest
from sqlalchemy import Engine, event

from tests.support.boards import board, client_of
from tests.support.gateway import Handler
from tests.support.idempotency import assert_replayed, count, kept, post, sign_up
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_a_post(superuser: Engine, admin: Person, member: Person) -> None:
    first = post(member.client, "a")
    admin.vote(first.json()["id"])  # The first answer again, not what it would be by now.
    again = post(member.client, "a")
    assert first.status_code == 201
    assert_replayed(again, first)
    assert again.headers["X-Request-ID"]
    assert count(superuser, "posts") == 1


def test_a_sign_up(superuser: Engine, visitor: httpx.Client) -> None:
    first = sign_up(visitor, "a")
    assert first.status_code == 201
    assert_replayed(sign_up(visitor, "a"), first)
    assert count(superuser, "users") == 1
    assert_problem(sign_up(visitor, "b"), 409)


def test_a_comment(superuser: Engine, member: Person) -> None:
    path = f"/v1/posts/{member.post_idea()['id']}/comments"
    first = post(member.client, "a", {"content": "Yes"}, path)
    assert first.status_code == 201
    assert_replayed(post(member.client, "a", {"content": "Yes"}, path), first)
    assert count(superuser, "comments") == 1


def test_a_tag(superuser: Engine, admin: Person) -> None:
    body = {"slug": "mobile", "name": "Mobile"}
    first = post(admin.client, "a", body, "/v1/tags")
    assert first.status_code == 201
    assert_replayed(post(admin.client, "a", body, "/v1/tags"), first)
    assert_problem(post(admin.client, "b", body, "/v1/tags"), 409)
    assert count(superuser, "tags") == 1


def test_a_key_belongs_to_its_path(superuser: Engine, member: Person) -> None:
    """The same key, body and caller, below two posts: two comments."""
    paths = [f"/v1/posts/{member.post_idea()['id']}/comments" for _ in range(2)]
    answers = [post(member.client, "a", {"content": "Yes"}, path) for path in paths]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert count(superuser, "comments") == 2


def test_another_key_is_another_post(superuser: Engine, member: Person) -> None:
    assert post(member.client, "a").json()["id"] != post(member.client, "b").json()["id"]
    assert count(superuser, "posts") == 2


def test_no_key_costs_and_leaves_nothing(superuser: Engine, member: Person) -> None:
    member.post_idea()
    member.post_idea()
    assert (count(superuser, "posts"), kept(superuser)) == (2, [])


def test_what_a_key_costs(member: Person) -> None:
    """One statement to claim it, one to keep the answer; two for a retry, besides the caller."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    costs = []
    event.listen(Engine, "before_cursor_execute", note)
    for ask in (lambda: member.post_idea(), lambda: post(member.client, "a"), lambda: post(member.client, "a")):
        seen.clear()
        ask()
        costs.append(len(seen))
    event.remove(Engine, "before_cursor_execute", note)
    assert costs == [costs[0], costs[0] + 2, 3]


@pytest.mark.parametrize("body", [{"title": "Night mode"}, {"title": "Dark mode", "content": "x"}, {"title": ""}])
def test_another_body(superuser: Engine, member: Person, body: dict[str, str]) -> None:
    first = post(member.client, "a")
    assert_problem(post(member.client, "a", body), 422)
    assert_replayed(post(member.client, "a"), first)
    assert count(superuser, "posts") == 1


def test_another_password_is_another_body(visitor: httpx.Client) -> None:
    sign_up(visitor, "a")
    problem = assert_problem(sign_up(visitor, "a", password="another horse battery"), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["header:idempotency-key"]


def test_a_key_is_its_callers(superuser: Engine, handler: Handler, people: People, member: Person) -> None:
    other = people.join()
    first, second = post(member.client, "a"), post(other.client, "a")
    assert (second.status_code, second.json()["author"]["id"]) == (201, other.id)
    assert first.json()["id"] != second.json()["id"]
    assert count(superuser, "posts") == 2


def test_a_key_belongs_to_an_address_where_nobody_is_signed_in(visitor: httpx.Client) -> None:
    from handler.api import app as warm

    assert sign_up(visitor, "a").status_code == 201
    assert warm.current
    with client_of(warm.current, source_ip="198.51.100.7") as elsewhere:
        assert_problem(sign_up(elsewhere, "a"), 409)
        assert sign_up(elsewhere, "a", email="bob@example.com").status_code == 201


@pytest.mark.parametrize("key", ["a" * 255, "8e03978e-40d5-43dd-bc93-6894a57f9324", '"quoted"', "!~"])
def test_keys(member: Person, key: str) -> None:
    first = post(member.client, key)
    assert first.status_code == 201
    assert_replayed(post(member.client, key), first)


@pytest.mark.parametrize("key", ["", "a" * 256, "a b", "ä", "a\tb", "\x7f"])
def test_what_is_no_key(superuser: Engine, member: Person, key: str) -> None:
    headers = {b"Idempotency-Key": key.encode("latin-1")}
    problem = assert_problem(member.client.post("/v1/posts", json={"title": "A"}, headers=headers), 422)
    assert [error["pointer"].lower() for error in problem["errors"]] == ["header:idempotency-key"]
    assert count(superuser, "posts") == 0


def test_a_failed_request_leaves_no_trace(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    assert_problem(post(member.client, "a", {"title": ""}), 422)
    assert_problem(post(member.client, "a", {"title": "A", "tags": ["no-such-tag"]}), 422)
    assert_problem(post(visitor, "a"), 401)
    assert_problem(sign_up(visitor, "a", email=member.email), 409)
    assert_problem(sign_up(visitor, "b", password="password1"), 422)
    assert kept(superuser) == []
    assert post(member.client, "a").status_code == 201
    assert sign_up(visitor, "a").status_code == 201


def test_a_retry_is_not_counted(superuser: Engine, member: Person) -> None:
    with board(posts_per_hour=1) as client:
        client.headers["Authorization"] = member.client.headers["Authorization"]
        first = post(client, "a")
        assert first.headers["RateLimit-Remaining"] == "0"
        assert_problem(post(client, "b"), 429)
        for _ in range(3):
            assert_replayed(post(client, "a"), first)
        assert_problem(post(client, "b"), 429)
    assert len(kept(superuser)) == 1
    assert post(member.client, "b").status_code == 201


def test_a_retried_sign_up_is_not_counted(superuser: Engine, visitor: httpx.Client) -> None:
    with board(sign_ups_per_hour=1) as client:
        first = sign_up(client, "a")
        assert_problem(sign_up(client, "b", email="bob@example.com"), 429)
        assert_replayed(sign_up(client, "a"), first)
    assert len(kept(superuser)) == 1
