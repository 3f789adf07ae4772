"""Work is bounded before it is done: the worst that any route can be sent is little more work than a small request."""

import json
import re
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import httpx
import pytest

from app.auth.passwords import MAX_LENGTH, normalised, verify_password
from app.settings.config import load_settings
from tests.support.access import ACCESS
from tests.support.long_texts import TEXTS, text_of
from tests.support.people import PASSWORD, Person
from tests.support.steps import MOST, assert_little_work, counted
from tests.support.tags import add_tag

pytestmark = pytest.mark.no_cover  # It takes half as long again, and other tests reach the same lines.
SETTINGS = load_settings(database_url="postgresql://heed@127.0.0.1/heed", bcrypt_rounds=4)
CAP = SETTINGS.max_body_bytes
DECODED = 500_000  # Python decodes escapes one by one: 16 KB of them, which is all of a form's field that is looked at.
ESCAPES = 250_000  # 18 KB of them in a query, or 12 KB in a path.
QUERY = 2_500_000  # 64 KB of them take 20 ms.

ROUTES = [tuple(route.split(" ", 1)) for route in ACCESS]
FORMS = ("/v1/auth/token", "/v1/auth/revoke")


@pytest.fixture
def board(admin: Person) -> Person:
    admin.post_idea()
    add_tag(admin, "web")
    admin.client.post("/v1/posts/1/comments", json={"content": "Yes"})
    return admin


def filled(path: str, value: str = "1") -> str:
    return re.sub(r"\{\w+\}", value, path.replace("{slug}", "web").replace("{path}", "x.js"))


def text_fields(contract: dict[str, Any], method: str, path: str) -> list[str]:
    operation = contract["paths"].get(path, {}).get(method.lower(), {})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = contract["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
        return list(schema["properties"])
    return []


@pytest.fixture(scope="module")
def contract(warm_handler: object) -> dict[str, Any]:
    from handler.api import app as warm

    assert warm.current
    return warm.current.openapi()


NO_JSON = (*FORMS, "/v1/board/logo")
BODIES = [route for route in ROUTES if route[0] in ("POST", "PUT", "PATCH") and route[1] not in NO_JSON]
OF_THE_ROUTE = [
    b"{" + b",".join(b'"%x":1' % number for number in range(25_000)) + b"}",
    b"{" + b",".join([b'"title":1'] * 25_000) + b"}",
]
OF_THE_PARSER = [
    b"[" * (CAP // 2) + b"]" * (CAP // 2),
    b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
    b"1" * CAP,
    b" " * CAP,
    b"\\" * CAP,
]


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_json_bodies_at_the_cap(
    monkeypatch: pytest.MonkeyPatch, board: Person, contract: dict[str, Any], method: str, path: str
) -> None:
    """What is no object ends in the parser, which all routes share: each gets one of these, and the first gets all."""
    url, fields, place = filled(path), text_fields(contract, method, path), BODIES.index((method, path))
    bodies = [*OF_THE_ROUTE, *(OF_THE_PARSER if place == 0 else [OF_THE_PARSER[place % len(OF_THE_PARSER)]])]
    for field in fields:
        bodies.append(b'{"%s":[' % field.encode() + b",".join([b'"web"'] * 40_000) + b"]}")
    for kind in TEXTS if fields else ():
        text = text_of(kind, CAP // len(fields) // 2 - 100)
        bodies.append(json.dumps(dict.fromkeys(fields, text), ensure_ascii=False).encode())
    for body in bodies:
        assert len(body) <= CAP
        headers = {"Content-Type": "application/json"}
        assert_little_work(monkeypatch, board.client, method, url, content=body, headers=headers)


FORM = "application/x-www-form-urlencoded"
GRANTS: list[tuple[str, dict[str, str]]] = [
    ("/v1/auth/token", {"grant_type": "password", "username": "admin@example.com", "password": ""}),
    ("/v1/auth/token", {"grant_type": "password", "username": "", "password": PASSWORD}),
    ("/v1/auth/token", {"grant_type": "refresh_token", "refresh_token": ""}),
    ("/v1/auth/token", {"grant_type": ""}),
    ("/v1/auth/token", {"grant_type": "password", "unknown": ""}),
    ("/v1/auth/revoke", {"token": ""}),
]


@pytest.mark.parametrize("kind", TEXTS)
def test_forms_at_the_cap(monkeypatch: pytest.MonkeyPatch, board: Person, visitor: httpx.Client, kind: str) -> None:
    for path, form in GRANTS:
        size = CAP // len(quote(TEXTS[kind])) * len(TEXTS[kind].encode()) - 1_000
        body = urlencode({name: value or text_of(kind, size) for name, value in form.items()}, quote_via=quote).encode()
        assert CAP - 10_000 < len(body) <= CAP
        headers = {"Content-Type": FORM}
        assert_little_work(monkeypatch, visitor, "POST", path, DECODED, content=body, headers=headers)


PART = b'--x\r\nContent-Disposition: form-data; name="token"\r\nContent-Type: a/b; charset=%s\r\n\r\n%s\r\n--x--\r\n'
ODD_FORMS = {
    "nothing but fields": (b"a=1&" * (CAP // 4), FORM),
    "nothing but separators": (b"&" * CAP, FORM),
    "nothing but equals": (b"=" * CAP, FORM),
    "nothing but the other separator": (b"a=1;" * (CAP // 4), FORM),
    "another character set": (b"token=" + b"a" * (CAP - 10), f"{FORM}; charset=punycode"),
    "a type of many parameters": (b"token=a", f"{FORM};" + "a=b;" * 30_000),
    "multipart": (PART % (b"utf-8", b"a" * (CAP - 200)), "multipart/form-data; boundary=x"),
    "multipart in punycode": (PART % (b"punycode", b"a-" + b"9" * (CAP - 200)), "multipart/form-data; boundary=x"),
    "multipart that is punycode": (
        PART % (b"utf-8", b"a-" + b"9" * (CAP - 200)),
        "multipart/form-data; boundary=x; charset=punycode",
    ),
    "multipart of many parts": (b"--x\r\n\r\n\r\n" * (CAP // 9), "multipart/form-data; boundary=x; charset=idna"),
}


@pytest.mark.parametrize(("body", "kind"), ODD_FORMS.values(), ids=ODD_FORMS)
@pytest.mark.parametrize("path", FORMS)
def test_odd_forms_at_the_cap(
    monkeypatch: pytest.MonkeyPatch, visitor: httpx.Client, path: str, body: bytes, kind: str
) -> None:
    assert len(body) <= CAP
    assert_little_work(monkeypatch, visitor, "POST", path, content=body, headers={"Content-Type": kind})


HEADERS = [
    "Authorization", "Idempotency-Key", "If-Match", "If-None-Match", "Accept", "Cookie", "Origin", "User-Agent",
    "X-Forwarded-For", "Content-Type", "Access-Control-Request-Headers", "Accept-Language", "Range",
]  # fmt: skip


@pytest.mark.parametrize("name", HEADERS)
def test_long_headers(monkeypatch: pytest.MonkeyPatch, board: Person, name: str) -> None:
    for kind in ("letters", "commas", "quotes", "backslashes", "dots", "blanks", "digits"):
        value = {"Cookie": 'a="', "Authorization": "Bearer ", "If-Match": '"', "If-None-Match": '"1-'}.get(name, "")
        headers = {name: f'{value}{text_of(kind, 130_000)}"'}
        for method, url in (("GET", "/v1/posts/1"), ("PATCH", "/v1/posts/1"), ("POST", "/v1/posts")):
            body = None if method == "GET" else {"title": "Dark mode"}
            assert_little_work(monkeypatch, board.client, method, url, headers=headers, json=body)


GETS = [path for method, path in ROUTES if method == "GET" and "docs" not in path and path != "/openapi.json"]


@pytest.mark.parametrize("path", GETS)
def test_long_queries_and_paths(
    monkeypatch: pytest.MonkeyPatch, board: Person, contract: dict[str, Any], path: str
) -> None:
    parameters = contract["paths"].get(path, {}).get("get", {}).get("parameters", [])
    names = [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
    for query in ("a=1&" * 16_000, "&" * 16_000):
        assert_little_work(monkeypatch, board.client, "GET", f"{filled(path)}?{query}")
    for kind in ("letters", "marks", "hyphens", "digits", "quotes", "blanks"):
        largest, most = (6_000, ESCAPES) if kind == "marks" else (60_000, MOST)
        for size in (900, largest):
            value = quote_plus(text_of(kind, size), safe='"')
            for name in names:
                assert_little_work(monkeypatch, board.client, "GET", f"{filled(path)}?{name}={value}", most)
        of_paths = (900, 4_000) if "{" in path else ()  # More is decoded by the adapter, and let through by no gateway.
        for size in of_paths:
            url = filled(path, quote(text_of(kind, size // path.count("{"))))
            assert_little_work(monkeypatch, board.client, "GET", url, ESCAPES)


@pytest.mark.parametrize("kind", ["marks", "quotes", "blanks"])
def test_escapes_at_the_cap(monkeypatch: pytest.MonkeyPatch, board: Person, kind: str) -> None:
    """Of one route: they are decoded in the same place for all, before it is known which parameter is whose."""
    text = quote(text_of(kind, 20_000))
    for query in (f"q={text}", f"{text}=1"):
        assert_little_work(monkeypatch, board.client, "GET", f"/v1/posts?{query}", QUERY)


def test_the_worst_password_that_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many marks as are let through, ordered as they must be sorted most."""
    half = MAX_LENGTH // 2
    with counted(monkeypatch) as steps:
        normalised("\u0300" * half + "\u0316" * half)
    assert MAX_LENGTH**2 // 64 <= steps.taken < MOST
    assert verify_password("a" * (MAX_LENGTH + 1), None, SETTINGS) is False
