"""An API key as a credential: where it is good, what is none, and what it costs."""

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.api_keys import PREFIX, checksum
from tests.support.boards import board
from tests.support.keys import ALL, client_with, in_place_of, integration, make_key
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.statements import statements

POST = {"title": "Dark mode"}


@pytest.mark.adversary
def test_wrong_keys(admin: Person) -> None:
    """Those that can be no key of any board are refused before the database is asked."""
    key = make_key(admin)["key"]
    random = key.removeprefix(PREFIX)[:30]
    other = "0" if random[0] != "0" else "1"
    shapeless = [
        key[:-1] + ("A" if key[-1] != "A" else "B"),
        PREFIX + other + random[1:] + key[-6:],
        key[:-1],
        key + "A",
        PREFIX,
        key.replace(PREFIX, PREFIX.upper()),
        PREFIX + "é" * 36,
        PREFIX + random.swapcase() + key[-6:],
        PREFIX + random[1:] + checksum(random[1:]),
        f"{key} {key}",
        f'"{key}"',
        f"{key}\t",
        f" {key}",
    ]
    for wrong in shapeless:
        with statements() as seen:
            answer = client_with(admin, "").get("/v1/posts", headers=[(b"Authorization", f"Bearer {wrong}".encode())])
        if answer.status_code != 200 or wrong.strip() != key:
            assert_problem(answer, 401)
            assert seen == []
    unknown = PREFIX + random[::-1] + checksum(random[::-1])
    with statements() as seen:
        assert_problem(client_with(admin, unknown).get("/v1/posts"), 401)
    assert len(seen) == 1


@pytest.mark.adversary
def test_a_key_is_good_in_its_header_alone(admin: Person, visitor: httpx.Client) -> None:
    key = make_key(admin, *ALL)["key"]
    for name in ("key", "api_key", "access_token", "token"):
        assert_problem(visitor.get("/v1/users/me", params={name: key}), 401)
    for cookie in ("__Host-heed", "heed"):
        assert_problem(visitor.get("/v1/users/me", headers={"Cookie": f"{cookie}={key}"}), 401)
        page = visitor.get("/settings", headers={"Cookie": f"{cookie}={key}"})
        assert page.status_code in (401, 404)
    assert visitor.get("/admin/keys", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    for headers in ({"Authorization": f"Basic {key}"}, {"Authorization": key}, {"X-API-Key": key}):
        assert_problem(visitor.get("/v1/users/me", headers=headers), 401)


@pytest.mark.adversary
def test_a_key_is_no_token(admin: Person, visitor: httpx.Client) -> None:
    made = make_key(admin)
    for form in (
        {"grant_type": "refresh_token", "refresh_token": made["key"]},
        {"grant_type": "password", "username": "Support desk", "password": made["key"]},
        {"grant_type": "password", "username": admin.email, "password": made["key"]},
    ):
        assert visitor.post("/v1/auth/token", data=form).status_code == 400
    assert visitor.post("/v1/auth/revoke", data={"token": made["key"]}).status_code == 200
    assert client_with(admin, made["key"]).get("/v1/users/me").status_code == 200


def test_its_use_is_noted_to_the_hour(superuser: Engine, admin: Person, member: Person) -> None:
    client = integration(admin)

    def last_used() -> object:
        return admin.client.get("/v1/keys").json()["items"][0]["last_used_at"]

    assert last_used() is None
    client.get("/v1/posts")
    first = last_used()
    assert first is not None
    client.get("/v1/posts", headers=in_place_of(member.id))
    client.post("/v1/posts", json=POST)
    assert last_used() == first
    with superuser.connect() as connection:
        connection.execute(text("UPDATE api_keys SET last_used_at = now() - interval '61 minutes'"))
    client.get("/v1/posts", headers=in_place_of(member.id))
    assert last_used() == first or last_used() > first  # type: ignore[operator]
    with superuser.connect() as connection:
        used = connection.execute(text("SELECT last_used_at > now() - interval '1 minute' FROM api_keys")).scalar()
    assert used is True


def test_nobody_waits_for_that_note(superuser: Engine, admin: Person) -> None:
    client = integration(admin)
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as other, other.begin():
        other.execute(text("UPDATE api_keys SET begins_with = begins_with"))
        other.execute(text("SET lock_timeout = 0"))
        assert client.get("/v1/posts").status_code == 200


def test_a_key_costs_one_statement(admin: Person, member: Person) -> None:
    admin.post_idea()
    client = integration(admin)
    costs = {}
    for name, headers in (("its own", {}), ("a member's", in_place_of(member.id))):
        with statements() as read:
            client.get("/v1/posts/1", headers=headers)
        with statements() as written:
            client.put("/v1/posts/1/vote", headers=headers)
        costs[name] = (len(read), len(written))
    assert costs == {"its own": (2, 2), "a member's": (2, 2)}


def test_limits_are_a_keys_own(superuser: Engine, admin: Person, member: Person, people: People) -> None:
    with board(posts_per_hour=2) as client:
        first, second = make_key(admin)["key"], make_key(admin)["key"]

        def post(key: str, **headers: str) -> int:
            return client.post(
                "/v1/posts", json=POST, headers={"Authorization": f"Bearer {key}", **headers}
            ).status_code

        assert [post(first) for _ in range(3)] == [201, 201, 429]
        assert post(second) == 201, "though it comes from the same address"
        assert [post(second, **in_place_of(member.id)) for _ in range(3)] == [201, 201, 429]
        other = people.join("Another")
        assert post(second, **in_place_of(other.id)) == 201
        with superuser.connect() as connection:  # As if 49 members had used up theirs, and one had one left.
            connection.execute(text("UPDATE rate_limits SET hits = 99 WHERE key LIKE 'post-key:%'"))
        assert [post(second, **in_place_of(people.join(name).id)) for name in ("Ada", "Grace")] == [201, 429]
