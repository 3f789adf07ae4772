"""Bodies that are not what they should be: refused with a problem document that repeats none of it."""

import codecs
import gzip
import json
from typing import Any

import httpx
import pytest

from app.settings.config import load_settings
from tests.support.people import Person
from tests.support.problems import assert_problem

POST = {"title": "Dark mode", "content": "My eyes hurt."}
JSON = {"Content-Type": "application/json"}


def send(member: Person, body: bytes, **headers: str) -> httpx.Response:
    return member.client.post("/v1/posts", content=body, headers=JSON | headers)


def assert_only_the_canary_was_stored(member: Person) -> None:
    post = member.post_idea("Canary")
    assert [p["id"] for p in member.client.get("/v1/posts").json()["items"]] == [post["id"]]
    assert member.client.get("/v1/users/me").json()["id"] == member.id


NOT_JSON = {
    "cut": b'{"title": "Dark',
    "trailing junk": b'{"title": "Dark mode"} x',
    "trailing comma": b'{"title": "Dark mode",}',
    "single quotes": b"{'title': 'Dark mode'}",
    "only a space": b" ",
    "NUL": b"\0",
    "raw line break": b'{"title": "a\nb"}',
    "NaN": b'{"title": NaN}',
    "Infinity": b'{"title": -Infinity}',
    "UTF-16": json.dumps(POST).encode("utf-16"),
    "UTF-16 without a mark": json.dumps(POST).encode("utf-16-le"),
    "UTF-32": json.dumps(POST).encode("utf-32-be"),
    "BOM": codecs.BOM_UTF8 + json.dumps(POST).encode(),
    "invalid UTF-8": b'{"title": "\xff"}',
    "overlong UTF-8": b'{"title": "\xc0\xaf"}',
    "surrogate in UTF-8": b'{"title": "\xed\xa0\x80"}',
    "lone surrogate": rb'{"title": "\ud800"}',
    "lone surrogate in a name": rb'{"title": "x", "\udfff": 1}',
    "surrogates the wrong way round": rb'{"title": "\udc00\ud800"}',
    "lists, 5,000 deep": b'{"title": ' + b"[" * 5_000 + b"]" * 5_000 + b"}",
    "objects, 5,000 deep": b'{"title": ' + b'{"a":' * 5_000 + b"1" + b"}" * 5_000 + b"}",
    "a number of 5,000 digits": b'{"title": ' + b"9" * 5_000 + b"}",
    "gzip": gzip.compress(json.dumps(POST).encode()),
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_is_400(member: Person, body: bytes) -> None:
    assert assert_problem(send(member, body), 400)["detail"] == "The body is not valid JSON."
    assert_only_the_canary_was_stored(member)


def test_gzip_is_not_unpacked(member: Person) -> None:
    assert_problem(send(member, gzip.compress(b" " * 10_000_000), **{"Content-Encoding": "gzip"}), 400)
    assert_only_the_canary_was_stored(member)


NOT_A_POST: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "#"),
    "null": (b"null", "#"),
    "list": (b"[]", "#"),
    "text": (b'"Dark mode"', "#"),
    "number": (b"7", "#"),
    "1e400": (b'{"title": 1e400}', "#/title"),
    "number for text": (b'{"title": 7}', "#/title"),
    "true for text": (b'{"title": true}', "#/title"),
    "null for text": (b'{"title": null}', "#/title"),
    "list for text": (b'{"title": ["Dark mode"]}', "#/title"),
    "missing": (b"{}", "#/title"),
    "blank": (b'{"title": " \\u2003 "}', "#/title"),
    "too long": (json.dumps({"title": "x" * 201}).encode(), "#/title"),
    "content too long": (json.dumps({"title": "x", "content": "x" * 10_001}).encode(), "#/content"),
    "line break in a title": (b'{"title": "a\\nb"}', "#/title"),
    "direction override in a title": (b'{"title": "a\\u202eb"}', "#/title"),
    **{
        f"unknown {name}": (json.dumps(POST | {name: 1}).encode(), f"#/{name}")
        for name in ("id", "author_id", "author", "votes_count", "has_voted", "created_at", "updated_at", "tags", "")
    },
    "a long name": (json.dumps(POST | {"x" * 101: 1}).encode(), f"#/{'x' * 100}"),
    "a name that needs escapes": (json.dumps(POST | {"a/b~c": 1}).encode(), "#/a~1b~0c"),
}


@pytest.mark.parametrize(("body", "pointer"), NOT_A_POST.values(), ids=NOT_A_POST)
def test_what_is_not_a_post_is_422(member: Person, body: bytes, pointer: str) -> None:
    problem = assert_problem(send(member, body), 422)
    assert [error["pointer"] for error in problem["errors"]] == [pointer]
    assert all(error["message"] for error in problem["errors"])
    assert_only_the_canary_was_stored(member)


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "", "json"])
def test_another_content_type_is_not_read_as_json(member: Person, kind: str) -> None:
    answer = member.client.post("/v1/posts", content=json.dumps(POST), headers={"Content-Type": kind})
    assert "`Content-Type: application/json`" in assert_problem(answer, 415)["detail"]
    assert_only_the_canary_was_stored(member)


def test_no_content_type_is_not_read_as_json(member: Person) -> None:
    assert_problem(member.client.post("/v1/posts", content=json.dumps(POST)), 415)
    assert_only_the_canary_was_stored(member)


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"]
)
def test_other_ways_to_say_json(member: Person, kind: str) -> None:
    answer = member.client.post("/v1/posts", content=json.dumps(POST), headers={"Content-Type": kind})
    assert answer.status_code == 201


def test_one_byte_over_the_cap_is_413(member: Person) -> None:
    cap = load_settings().max_body_bytes
    body = json.dumps(POST).encode()
    assert send(member, body.ljust(cap)).status_code == 201
    assert_problem(send(member, body.ljust(cap + 1)), 413)
    form = {"grant_type": "password", "username": "a", "password": "a" * cap}
    assert_problem(member.client.post("/v1/auth/token", data=form), 413)
    assert len(member.client.get("/v1/posts").json()["items"]) == 1


SECRET = "s3cr3t-w0rd"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/users", {"password": SECRET}),
        ("POST", "/v1/users", {"email": SECRET, "name": "x", "password": SECRET}),
        ("POST", "/v1/users", {"email": "a@example.com", "name": "x", "password": [SECRET]}),
        ("POST", "/v1/users", {"email": "a@example.com", "name": "x", "password": SECRET * 100}),
        ("POST", "/v1/users", {"email": "a@example.com", "name": "x", "password": "p" * 8, "role": SECRET}),
        ("PUT", "/v1/users/me/password", {"current_password": SECRET}),
        ("PUT", "/v1/users/me/password", {"new_password": SECRET, "current_password": 7}),
        ("PATCH", "/v1/users/1", {"role": SECRET}),
        ("POST", "/v1/posts", {"title": [SECRET]}),
    ],
)
def test_what_was_sent_is_not_sent_back(admin: Person, method: str, path: str, body: dict[str, Any]) -> None:
    answer = admin.client.request(method, path, json=body)
    assert_problem(answer, 422)
    assert SECRET not in answer.text
    assert admin.client.get("/v1/users/me").json()["id"] == admin.id


def test_the_list_of_faults_ends(member: Person) -> None:
    answer = member.client.post("/v1/posts", json={f"field-{number}": 1 for number in range(5_000)})
    assert len(assert_problem(answer, 422)["errors"]) == 50
