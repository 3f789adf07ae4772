"""Text and numbers in every field, path and query parameter: what can't be stored is refused at the door."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.people import Person
from tests.support.problems import assert_problem

TEXT_FIELDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sign-up email": ("POST", "/v1/users", {"email": ..., "name": "A", "password": "p" * 8}),
    "sign-up name": ("POST", "/v1/users", {"email": "a@example.com", "name": ..., "password": "p" * 8}),
    "sign-up password": ("POST", "/v1/users", {"email": "a@example.com", "name": "A", "password": ...}),
    "own name": ("PATCH", "/v1/users/me", {"name": ...}),
    "current password": ("PUT", "/v1/users/me/password", {"current_password": ..., "new_password": "p" * 8}),
    "new password": (
        "PUT",
        "/v1/users/me/password",
        {"current_password": "correct horse battery", "new_password": ...},
    ),
    "role": ("PATCH", "/v1/users/1", {"role": ...}),
    "status": ("PATCH", "/v1/users/1", {"status": ...}),
    "title": ("POST", "/v1/posts", {"title": ...}),
    "content": ("POST", "/v1/posts", {"title": "A", "content": ...}),
    "new title": ("PATCH", "/v1/posts/1", {"title": ...}),
    "new content": ("PATCH", "/v1/posts/1", {"content": ...}),
}
UNSTORABLE = {"NUL": r"longer than \u0000 eight", "surrogate": r"longer than \ud800 eight"}


@pytest.fixture
def author(admin: Person) -> Person:
    admin.post_idea("Canary")
    return admin


def assert_canary(author: Person) -> None:
    assert [post["title"] for post in author.client.get("/v1/posts").json()["items"]] == ["Canary"]
    assert author.client.get("/v1/users/me").json()["name"] == "Admin"
    assert len(author.client.get("/v1/users").json()["items"]) == 1


@pytest.mark.parametrize("value", UNSTORABLE.values(), ids=UNSTORABLE)
@pytest.mark.parametrize(("method", "path", "body"), TEXT_FIELDS.values(), ids=TEXT_FIELDS)
def test_unstorable_text_in_a_body(author: Person, method: str, path: str, body: dict[str, Any], value: str) -> None:
    raw = json.dumps({name: "@@@" if text is ... else text for name, text in body.items()}).replace("@@@", value)
    answer = author.client.request(method, path, content=raw, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 403, 422), answer.text
    problem = assert_problem(answer, answer.status_code)
    assert problem.get("errors") != [], "refused by the database, not at the door"
    assert_canary(author)


HOSTILE = ["%00", "%ED%A0%80", "%FF", "%C0%AF", "%F4%90%80%80", "a%00b", "%0D%0A", "%1B%5B31m", "x" * 10_000]
PATHS = ["/v1/posts/{}", "/v1/users/{}", "/v1/posts/{}/vote", "/{}", "/v1/posts/1/{}", "/docs/assets/{}"]
QUERIES = ["/v1/posts?{}=1", "/v1/posts?author={}", "/v1/posts?sort={}", "/v1/posts?limit={}", "/v1/posts?cursor={}"]


@pytest.mark.parametrize("url", [*PATHS, *QUERIES])
def test_unstorable_text_in_a_url(author: Person, url: str) -> None:
    for value in HOSTILE:
        answer = author.client.get(url.format(value))
        if answer.status_code != 200 or "?{}=" not in url:  # Unknown query parameters are ignored.
            assert answer.status_code in (400, 404, 405, 422), (value, answer.text)
            assert_problem(answer, answer.status_code)
        assert all(text.isprintable() for text in answer.headers.values())
        assert_canary(author)


NO_IDS = ["0", "-1", "+1", "1_0", "1.0", "1e0", " 1", "1 ", "0x1", "٣", "²", "true", "null"]
NO_IDS += [str(2**63), "1".zfill(20), "9" * 4_000]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/posts/{}"),
        ("PATCH", "/v1/posts/{}"),
        ("DELETE", "/v1/posts/{}"),
        ("PUT", "/v1/posts/{}/vote"),
        ("DELETE", "/v1/posts/{}/vote"),
        ("GET", "/v1/users/{}"),
        ("PATCH", "/v1/users/{}"),
        ("GET", "/v1/posts?author={}"),
    ],
)
def test_what_is_no_id(author: Person, method: str, path: str) -> None:
    body: dict[str, str] | None = {} if method == "PATCH" else None
    for value in NO_IDS:
        problem = assert_problem(author.client.request(method, path.format(quote(value)), json=body), 422)
        assert problem["errors"], f"{value} was refused by the database, not at the door"
        assert_canary(author)


@pytest.mark.parametrize("value", ["2", "00000000000000002", str(2**31), str(2**63 - 1)])
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/v1/posts/{}"), ("PUT", "/v1/posts/{}/vote"), ("GET", "/v1/users/{}")]
)
def test_an_id_that_nothing_has(author: Person, method: str, path: str, value: str) -> None:
    assert_problem(author.client.request(method, path.format(value)), 404)
    assert author.client.get("/v1/posts", params={"author": value}).json() == {"items": [], "next": None}


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1.0", "true", "", " 1", "1e2", "100000000000000000000", "NaN"])
def test_what_is_no_limit(author: Person, limit: str) -> None:
    for path in ("/v1/posts", "/v1/users"):
        problem = assert_problem(author.client.get(path, params={"limit": limit}), 422)
        assert problem["errors"][0]["pointer"] == "query:limit"
    assert_canary(author)


@pytest.mark.parametrize("text", ["' OR 1=1--", "'; DROP TABLE posts; --", "%", "_", "\\", "<script>alert(1)</script>"])
def test_what_looks_like_code_is_text(author: Person, text: str) -> None:
    post = author.post_idea(text, text)
    stored = author.client.get(f"/v1/posts/{post['id']}").json()
    assert (stored["title"], stored["content"]) == (text, text)
    assert_problem(author.client.get("/v1/posts", params={"author": text}), 422)
    assert_problem(author.client.get("/v1/posts", params={"sort": text}), 422)


@pytest.mark.parametrize(
    "text", ["Zalgo " + "\u0301" * 190, "zero\u200bwidth", "family 👨\u200d👩\u200d👧", "שלום", "ﷺ"]
)
def test_any_script_is_stored_as_it_was_typed(author: Person, text: str) -> None:
    post = author.post_idea(f"  {text}\u2003", f"{text}\n\u202e{text}\t")
    assert (post["title"], post["content"]) == (text, f"{text}\n\u202e{text}")
