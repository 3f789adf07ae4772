"""CORS: exact origins, on whatever answer, and never all of them together with credentials."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from app.settings.config import SettingsError, load_settings
from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.pages import sign_in
from tests.support.people import Person

ORIGIN = "https://example.com"
STRANGERS = [
    "https://evil.com",
    "https://example.com.evil.com",
    "https://evilexample.com",
    "http://example.com",
    "https://example.com:8443",
    "https://example.com/",
    "HTTPS://EXAMPLE.COM",
    "https://sub.example.com",
    "null",
    "*",
    "",
]
PREFLIGHT = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "authorization, content-type"}
ALLOW_ORIGIN = "Access-Control-Allow-Origin"


@pytest.fixture
def client(handler: Handler) -> Iterator[httpx.Client]:
    with board(cors_origins=f"{ORIGIN}, http://localhost:3000") as client:
        yield client


@pytest.mark.parametrize("origin", [ORIGIN, "http://localhost:3000"])
def test_a_listed_origin(client: httpx.Client, origin: str) -> None:
    preflight = client.options("/v1/posts/1/vote", headers={"Origin": origin, **PREFLIGHT})
    answer = client.get("/v1/posts", headers={"Origin": origin})
    assert (preflight.status_code, answer.status_code) == (200, 200)
    for each in (preflight, answer):
        assert each.headers[ALLOW_ORIGIN] == origin
        assert "Origin" in each.headers["Vary"]
        assert "Access-Control-Allow-Credentials" not in each.headers
        assert each.headers["X-Request-ID"]
    assert {"PUT", "PATCH", "DELETE", "POST", "GET"} <= set(
        preflight.headers["Access-Control-Allow-Methods"].split(", ")
    )
    assert preflight.headers["Access-Control-Max-Age"] == "600"
    allowed = preflight.headers["Access-Control-Allow-Headers"].lower()
    assert {"authorization", "content-type"} <= set(allowed.split(", "))
    exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"Link", "Location", "Retry-After", "X-Request-ID"} <= set(exposed)


@pytest.mark.parametrize("origin", STRANGERS)
def test_any_other_origin(client: httpx.Client, origin: str) -> None:
    assert ALLOW_ORIGIN not in client.options("/v1/posts", headers={"Origin": origin, **PREFLIGHT}).headers
    answer = client.get("/v1/posts", headers={"Origin": origin})
    assert answer.status_code == 200
    assert ALLOW_ORIGIN not in answer.headers
    assert "Origin" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nowhere", 404),
        ("PUT", "/v1/posts", 405),
        ("POST", "/v1/users", 422),
        ("GET", "/v1/users/me", 401),
        ("POST", "/v1/auth/token", 400),
        ("GET", "/v1/posts?cursor=x", 400),
    ],
)
def test_on_refusals_too(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path, headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.headers[ALLOW_ORIGIN]) == (status, ORIGIN)
    assert "Origin" in answer.headers["Vary"]


def test_on_413_too(client: httpx.Client) -> None:
    body = b" " * (load_settings().max_body_bytes + 1)
    headers = {"Origin": ORIGIN, "Content-Type": "application/json"}
    answer = client.post("/v1/users", content=body, headers=headers)
    assert (answer.status_code, answer.headers[ALLOW_ORIGIN]) == (413, ORIGIN)


def test_on_500_and_503_too(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.posts.queries.list_posts", lambda *_, **__: 1 / 0)
    answer = client.get("/v1/posts", headers={"Origin": ORIGIN})
    assert (answer.status_code, answer.headers[ALLOW_ORIGIN]) == (500, ORIGIN)
    with board(cors_origins=ORIGIN, database_url="postgresql://heed@127.0.0.1:1/heed") as unreachable:
        answer = unreachable.get("/v1/users/1", headers={"Origin": ORIGIN})
        assert (answer.status_code, answer.headers[ALLOW_ORIGIN]) == (503, ORIGIN)


def test_credentials_where_they_are_wanted(handler: Handler) -> None:
    with board(cors_origins=ORIGIN, cors_credentials=True) as client:
        answer = client.get("/v1/posts", headers={"Origin": ORIGIN, "Cookie": "a=b"})
        assert (answer.headers[ALLOW_ORIGIN], answer.headers["Access-Control-Allow-Credentials"]) == (ORIGIN, "true")
        assert ALLOW_ORIGIN not in client.get("/v1/posts", headers={"Origin": "https://evil.com"}).headers


@pytest.mark.parametrize("origins", [ORIGIN, "*"])
def test_pages_are_for_no_other_origin(handler: Handler, superuser: Engine, admin: Person, origins: str) -> None:
    """Not even a listed one's, which may be of the same site, so that browsers send the cookie along."""
    cookie = f"__Host-heed={sign_in(superuser, admin.email).token}"
    with board(cors_origins=origins, cors_credentials=origins != "*") as client:
        for path in ("/", "/settings", "/nowhere", "/robots.txt"):
            answer = client.get(path, headers={"Origin": ORIGIN, "Cookie": cookie, "Accept": "text/html"})
            assert ("Admin" in answer.text) is (path in ("/", "/settings"))
            assert not [name for name in answer.headers if name.startswith("access-control-")], path
        preflight = client.options("/settings", headers={"Origin": ORIGIN, **PREFLIGHT})
        assert preflight.status_code == 405
        assert not [name for name in preflight.headers if name.startswith("access-control-")]


def test_everyone_without_credentials(handler: Handler) -> None:
    with board(cors_origins="*") as client:
        for headers in ({"Origin": "https://evil.com"}, {"Origin": "https://evil.com", "Cookie": "a=b"}):
            answer = client.get("/v1/posts", headers=headers)
            assert answer.headers[ALLOW_ORIGIN] == "*"
            assert "Access-Control-Allow-Credentials" not in answer.headers


def test_without_origins_there_is_no_cors(visitor: httpx.Client) -> None:
    assert ALLOW_ORIGIN not in visitor.get("/v1/posts", headers={"Origin": ORIGIN}).headers
    assert visitor.options("/v1/posts", headers={"Origin": ORIGIN, **PREFLIGHT}).status_code == 405


@pytest.mark.parametrize(
    ("origins", "credentials"),
    [
        ("*", True),
        (f"*,{ORIGIN}", False),
        ("https://*.example.com", False),
        (f"{ORIGIN}/", False),
        ("example.com", False),
        ("https://Example.com", False),
        ("null", False),
        ("https://example.com/app", False),
        ("https://a@example.com", False),
    ],
)
def test_what_refuses_to_start(origins: str, credentials: bool) -> None:
    with pytest.raises(SettingsError, match=r"^heed: CORS_ORIGINS: [^\n]+$"):
        load_settings(cors_origins=origins, cors_credentials=credentials)
