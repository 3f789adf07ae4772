"""Idempotency-Key: a retry has no effect, and gets the first answer again"""

import hashlib

import httpx
import pytest
from sqlalchemy import Engine, event

from tests.boards import board, client_of
from tests.gateway import Handler
from tests.idempotency.keyed import SIGN_UP, assert_replayed, count, kept, make_older, post, sign_up
from tests.people import PASSWORD, People, Person
from tests.problems import assert_problem


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
    from handler.api import board as warm

    assert sign_up(visitor, "a").status_code == 201
    assert warm.app
    with client_of(warm.app, source_ip="198.51.100.7") as elsewhere:
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
    new, old = "the next key, which signs from now on 0123", "a-key-that-only-the-tests-know-0123456789"
    with board(secret_key=new, previous_secret_keys=old) as rotated:
        assert_replayed(sign_up(rotated, "a"), first)
    with board(secret_key=new) as afterwards:
        assert_problem(sign_up(afterwards, "a"), 422)


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
