"""HTTP itself: unknown paths and methods, HEAD, request ids, and a Host that nobody believes."""

import asyncio
import json
import re
from contextlib import closing

import httpx
import pytest

from handler.api import app as warm
from tests.support.boards import BASE_URL, board
from tests.support.gateway import GatewayTransport
from tests.support.people import Person
from tests.support.problems import assert_problem

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND")

ALLOWED = {
    "/health": "GET, HEAD",
    "/ready": "GET, HEAD",
    "/docs": "GET, HEAD",
    "/openapi.json": "GET, HEAD",
    "/v1/users": "GET, HEAD, POST",
    "/v1/users/me": "DELETE, GET, HEAD, PATCH",
    "/v1/users/me/password": "PUT",
    "/v1/users/1": "GET, HEAD, PATCH",
    "/v1/auth/token": "POST",
    "/v1/posts": "GET, HEAD, POST",
    "/v1/posts/1": "DELETE, GET, HEAD, PATCH",
    "/v1/posts/1/vote": "DELETE, PUT",
}


@pytest.mark.parametrize(("path", "allow"), ALLOWED.items())
def test_other_methods_are_405(visitor: httpx.Client, path: str, allow: str) -> None:
    for method in set(METHODS) - set(allow.split(", ")):
        answer = visitor.request(method, path)
        if method != "HEAD":
            assert_problem(answer, 405)
        assert (method, answer.status_code, answer.headers["Allow"]) == (method, 405, allow)


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_can_not_be_overridden(admin: Person, header: str) -> None:
    post = admin.post_idea()
    admin.client.get(f"/v1/posts/{post['id']}", headers={header: "DELETE"})
    assert_problem(admin.client.post(f"/v1/posts/{post['id']}", headers={header: "DELETE"}), 405)
    assert admin.client.get(f"/v1/posts/{post['id']}?_method=DELETE").status_code == 200


@pytest.mark.parametrize(
    "path", ["/v1", "/v2/posts", "/v1/nothing", "/V1/posts", "/.env", "/v1/%2e%2e/health", "/%2e%2e/x"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_unknown_paths_are_404(visitor: httpx.Client, path: str, method: str) -> None:
    assert_problem(visitor.request(method, path), 404)


@pytest.mark.parametrize(
    "path", ["/v1/posts/", "/v1/users/me/", "/health/", "/docs/", "//evil.example.com/x", "/v1//posts"]
)
def test_nothing_redirects(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(f"https://board.example.com{path}", headers={"Host": "evil.example.com"})
    assert_problem(answer, 404)
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/health", "/v1/posts", "/v1/posts/1", "/v1/posts?limit=0", "/v1/users", "/nowhere", "/docs"]
)
def test_head_is_get_without_the_body(admin: Person, path: str) -> None:
    admin.post_idea()
    get, head = admin.client.get(path), admin.client.head(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert {**head.headers} == {**get.headers}


@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:443", "[", "a b", ""])
def test_a_forged_host_is_reflected_nowhere(admin: Person, host: str) -> None:
    forged = {
        "Host": host,
        "X-Forwarded-Host": "evil.example.com",
        "X-Forwarded-Proto": "ftp",
        "Forwarded": "host=evil",
    }
    answers = [
        admin.client.post("/v1/posts", json={"title": "One"}, headers=forged),
        admin.client.post("/v1/posts", json={"title": "Two"}, headers=forged),
        admin.client.get("/v1/posts?limit=1", headers=forged),
        admin.client.get("/v1/posts/", headers=forged),
        admin.client.get("/openapi.json", headers=forged),
        admin.client.get("/docs", headers=forged),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 200, 404, 200, 200]
    for answer in answers:
        assert "evil" not in f"{answer.headers} {answer.text}"
        assert "ftp" not in f"{answer.headers} {answer.text}"
    assert re.match(r"/v1/posts/\d+$", answers[0].headers["Location"])
    assert answers[2].headers["Link"].startswith("</v1/posts?limit=1&cursor=")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health", 200),
        ("GET", "/v1/posts", 200),
        ("GET", "/nowhere", 404),
        ("PUT", "/health", 405),
        ("POST", "/v1/users", 422),
        ("POST", "/v1/auth/token", 400),
        ("GET", "/v1/users/me", 401),
        ("GET", "/v1/users", 401),
        ("OPTIONS", "/v1/posts", 405),
        ("GET", "/docs", 200),
    ],
)
def test_every_answer_has_its_id_and_its_headers(visitor: httpx.Client, method: str, path: str, status: int) -> None:
    answer = visitor.request(method, path, headers={"X-Request-ID": "forged"})
    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] == "JKJaXmPLvHcESHA=", "the gateway's"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_private_answers_are_not_kept(admin: Person, visitor: httpx.Client) -> None:
    for answer in (admin.client.get("/v1/posts"), admin.client.get("/v1/users/me"), visitor.get("/v1/users/me")):
        assert answer.headers["Cache-Control"] in ("no-store", "no-cache")
    assert admin.client.get("/v1/users/me").headers["Cache-Control"] == "no-store"
    assert admin.client.post("/v1/posts", json={"title": "A"}).headers["Cache-Control"] == "no-store"


def test_what_has_no_content_has_no_type(admin: Person) -> None:
    """At any server: behind AWS's gateways it is the handler that sees to it."""
    path = f"/v1/posts/{admin.post_idea()['id']}"
    known = {"If-None-Match": admin.client.get(path).headers["ETag"]}

    async def ask() -> list[httpx.Response]:
        assert warm.current
        async with httpx.AsyncClient(transport=httpx.ASGITransport(warm.current), base_url=BASE_URL) as client:
            client.headers["Authorization"] = admin.client.headers["Authorization"]
            return [await client.get(path, headers=known), await client.delete(path)]

    with closing(asyncio.new_event_loop()) as loop:
        answers = loop.run_until_complete(ask())
    assert [answer.status_code for answer in answers] == [304, 204]
    assert not [answer for answer in answers if "Content-Type" in answer.headers]
    assert all(re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"]) for answer in answers), "no gateway's"


def test_below_another_path(admin: Person) -> None:
    admin.post_idea()
    with board(root_path="/feedback") as client:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        created = client.post("/feedback/v1/posts", json={"title": "Below"})
        assert created.headers["Location"] == f"/feedback/v1/posts/{created.json()['id']}"
        assert client.get(created.headers["Location"]).status_code == 200
        page = client.get("/feedback/v1/posts?limit=1")
        assert page.links["next"]["url"].startswith("/feedback/v1/posts?limit=1&cursor=")
        assert [post["title"] for post in client.get(page.links["next"]["url"]).json()["items"]] == ["Dark mode"]
        assert "/feedback/openapi.json" in client.get("/feedback/docs").text


def test_a_target_or_headers_that_are_too_long(visitor: httpx.Client, admin: Person) -> None:
    transport = visitor._transport
    assert isinstance(transport, GatewayTransport)
    event = transport.event(visitor.build_request("GET", "/v1/posts"))
    longest = 65_536 - len("/v1/posts")
    answer = transport.handler(event | {"rawQueryString": "a" * (longest + 1)}, None)
    problem = json.loads(answer["body"])
    assert (answer["statusCode"], problem["title"]) == (414, "URI Too Long")
    assert problem["detail"] == "Shorten path and query to 65,536 bytes."
    assert transport.handler(event | {"rawQueryString": "a" * longest}, None)["statusCode"] == 200
    assert "1,000" in assert_problem(visitor.get("/v1/posts?" + "a=1&" * 1_000), 414)["detail"]
    assert visitor.get("/v1/posts?" + "a=1&" * 999).status_code == 200
    for headers, most in (({"one": "a"}, 131_072 - 36), ({f"x-{n:03}": "" for n in range(1_000)}, 131_072 - 37_000)):
        long = {**headers, "x": "a" * (most - 33)}
        assert transport.handler(event | {"headers": long}, None)["statusCode"] == 200
        answer = transport.handler(event | {"headers": {**long, "x": f"{long['x']}a"}}, None)
        assert (answer["statusCode"], "131,072" in answer["body"]) == (431, True)


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/assets/redoc.standalone.js"])
def test_what_the_docs_load_is_of_the_board_itself(visitor: httpx.Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert not re.search(r'(src|href)="?https?:|cdn\.redoc\.ly', answer.text)


def test_cookies_are_not_looked_at(visitor: httpx.Client, admin: Person) -> None:
    token = admin.client.headers["Authorization"].removeprefix("Bearer ")
    for cookie in (f"access_token={token}", "a=" + '"' + "\\" * 100_000 + '"', "\x00", "a" * 100_000):
        answer = visitor.get("/v1/posts", headers={"Cookie": cookie})
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False)
