"""/v1/keys: made, listed and revoked by an admin who signed in at the board."""

import re
from binascii import crc32
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.api_keys import BASE_62, checksum
from tests.support.boards import in_parallel
from tests.support.keys import ALL, client_with, in_place_of, make_key
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.statements import statements


def test_a_key_is_shown_once(superuser: Engine, admin: Person) -> None:
    answer = admin.client.post("/v1/keys", json={"name": "Support desk", "scopes": ["write", "read"]})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    key = made.pop("key")
    assert re.fullmatch("heed_[0-9A-Za-z]{36}", key)
    assert made["begins_with"] == key[:9]
    assert made["scopes"] == ["read", "write"]
    assert made["expires_at"] is None
    assert made["last_used_at"] is None
    assert made["created_by"]["id"] == admin.id
    assert admin.client.get("/v1/keys").json() == {"items": [made], "next": None}
    with superuser.connect() as connection:
        for table in ("api_keys", "users", "moderation_log", "idempotency_keys", "events"):
            assert key[5:] not in str(connection.execute(text(f"SELECT * FROM {table}")).all())


def test_the_checksum_is_the_crc_32_in_base_62(admin: Person) -> None:
    key = make_key(admin)["key"].removeprefix("heed_")
    number = 0
    for character in key[30:]:
        number = number * 62 + BASE_62.index(character)
    assert number == crc32(key[:30].encode())
    assert checksum("") == "000000"


def test_the_latest_first_in_pages(admin: Person) -> None:
    made = [make_key(admin, name=f"Number {number}")["id"] for number in range(3)]
    first = admin.client.get("/v1/keys?limit=2").json()
    second = admin.client.get("/v1/keys", params={"limit": 2, "cursor": first["next"]}).json()
    assert [each["id"] for each in first["items"] + second["items"]] == made[::-1]
    assert second["next"] is None


def test_what_it_takes_is_in_the_log(admin: Person, visitor: httpx.Client) -> None:
    made = make_key(admin, "read", "moderate")
    admin.client.delete(f"/v1/keys/{made['id']}")
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert [(each["action"], each["target_type"], each["target_id"], each["detail"]) for each in entries] == [
        ("key.revoked", "key", made["id"], {"name": "Support desk"}),
        ("key.created", "key", made["id"], {"name": "Support desk", "scopes": "read moderate"}),
    ]
    assert visitor.get("/v1/moderation-log").json()["items"] == []


def test_revoked_at_once(admin: Person) -> None:
    made = make_key(admin)
    client = client_with(admin, made["key"])
    post = client.post("/v1/posts", json={"title": "Dark mode"}).json()
    assert admin.client.delete(f"/v1/keys/{made['id']}").status_code == 204
    assert_problem(client.get("/v1/posts"), 401)
    assert_problem(client.get("/v1/posts", headers=in_place_of(admin.id)), 401)
    assert_problem(admin.client.delete(f"/v1/keys/{made['id']}"), 404)
    assert admin.client.get("/v1/keys").json()["items"] == []
    author = admin.client.get(f"/v1/posts/{post['id']}").json()["author"]
    assert (author["name"], author["integration"]) == ("Support desk", True)


@pytest.mark.adversary
def test_revoked_by_many_at_once(admin: Person) -> None:
    made = make_key(admin)
    headers = {"Authorization": admin.client.headers["Authorization"]}

    def revoke(client: httpx.Client) -> int:
        return client.delete(f"/v1/keys/{made['id']}", headers=headers).status_code

    assert sorted(in_parallel([revoke] * 5)) == [204, 404, 404, 404, 404]
    log = admin.client.get("/v1/moderation-log?action=key.revoked").json()["items"]
    assert len(log) == 1


def test_it_expires(superuser: Engine, admin: Person) -> None:
    made = make_key(admin, expires_at=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    client = client_with(admin, made["key"])
    assert client.get("/v1/posts").status_code == 200
    with superuser.connect() as connection:
        connection.execute(text("UPDATE api_keys SET expires_at = now()"))
    assert_problem(client.get("/v1/posts"), 401)
    assert [each["id"] for each in admin.client.get("/v1/keys").json()["items"]] == [made["id"]]


@pytest.mark.adversary
@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"scopes": []}, "#/scopes"),
        ({"scopes": ["read", "everything"]}, "#/scopes/1"),
        ({"scopes": ["read", "read"]}, "#/scopes"),
        ({"scopes": ["READ"]}, "#/scopes/0"),
        ({"scopes": "read"}, "#/scopes"),
        ({"scopes": ["read"] * 6}, "#/scopes"),
        ({"name": ""}, "#/name"),
        ({"name": "x" * 101}, "#/name"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "#/expires_at"),
        ({"expires_at": "2040-01-01T00:00:00"}, "#/expires_at"),
        ({"expires_at": 4_000_000_000}, "#/expires_at"),
        ({"expires_at": "2040-02-30T00:00:00Z"}, "#/expires_at"),
        ({"key": "heed_mine"}, "#/key"),
        ({"user_id": 1}, "#/user_id"),
    ],
)
def test_what_is_none(admin: Person, fields: dict[str, Any], pointer: str) -> None:
    answer = admin.client.post("/v1/keys", json={"name": "Support desk", "scopes": ["read"], **fields})
    assert_problem(answer, 422)
    [error] = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert pointer != "#/expires_at" or re.search("must be (in the future|null, or a date and time)", error["message"])
    assert admin.client.get("/v1/keys").json()["items"] == []
    assert admin.client.get("/v1/moderation-log").json()["items"] == []


@pytest.mark.adversary
def test_a_board_has_so_many(superuser: Engine, admin: Person) -> None:
    with superuser.connect() as connection:
        connection.execute(
            text("""
                WITH made AS (INSERT INTO users (name, status) SELECT 'A key', 'integration'
                              FROM generate_series(1, :n) RETURNING id)
                INSERT INTO api_keys (user_id, key_hash, begins_with, scopes, created_by_id)
                SELECT id, sha256(CAST(CAST(id AS text) AS bytea)), 'heed_0000', '{read}', 1 FROM made
            """),
            {"n": 98},
        )
    headers = {"Authorization": admin.client.headers["Authorization"]}

    def make(client: httpx.Client) -> int:
        return client.post("/v1/keys", json={"name": "One more", "scopes": ["read"]}, headers=headers).status_code

    assert sorted(in_parallel([make] * 4)) == [201, 201, 409, 409]
    answer = admin.client.post("/v1/keys", json={"name": "One more", "scopes": ["read"]})
    assert_problem(answer, 409)
    assert "100 keys" in answer.json()["detail"]
    assert answer.json()["type"] == "urn:problem-type:heed:too-many-keys"


@pytest.mark.adversary
def test_no_key_makes_another(admin: Person) -> None:
    client = client_with(admin, make_key(admin, *ALL)["key"])
    for method, path in (("GET", "/v1/keys"), ("POST", "/v1/keys"), ("DELETE", "/v1/keys/1")):
        body = {"name": "Another", "scopes": ["admin"]} if method == "POST" else None
        answer = client.request(method, path, json=body)
        assert_problem(answer, 403)
        assert answer.json()["type"] == "urn:problem-type:heed:insufficient-scope"


@pytest.mark.adversary
def test_a_retry_makes_no_second_and_shows_none(superuser: Engine, admin: Person) -> None:
    body = {"name": "Support desk", "scopes": ["read"]}
    headers = {"Idempotency-Key": "once"}
    first = admin.client.post("/v1/keys", json=body, headers=headers)
    again = admin.client.post("/v1/keys", json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == {**first.json(), "key": None}
    assert len(admin.client.get("/v1/keys").json()["items"]) == 1
    with superuser.connect() as connection:
        assert first.json()["key"][5:] not in str(connection.execute(text("SELECT * FROM idempotency_keys")).all())


def test_what_it_costs(admin: Person) -> None:
    with statements() as made:
        key = make_key(admin)
    with statements() as listed:
        admin.client.get("/v1/keys")
    with statements() as revoked:
        admin.client.delete(f"/v1/keys/{key['id']}")
    assert [len(made), len(listed), len(revoked)] == [4, 2, 2]
