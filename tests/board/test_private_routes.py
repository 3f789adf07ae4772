"""A private board and a visitor, over every route and every page that a visitor may ask for elsewhere: from the tables
of who may do what, so that a new one is asked here without anybody thinking of it."""

import re

import httpx
import pytest
from sqlalchemy import Engine, text

from app.board.cache import kept
from tests.support.access import ACCESS
from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.changelog import set_status, write_entry
from tests.support.comments import comment
from tests.support.logos import SVG
from tests.support.page_access import PAGE_ACCESS
from tests.support.people import People, Person
from tests.support.problems import assert_problem
from tests.support.webhooks import an_endpoint

pytestmark = pytest.mark.adversary

# What a visitor still gets: the way in, what says that the process is up, and what every board has alike.
OPEN_ROUTES = {
    *("GET /health", "GET /ready", "GET /openapi.json", "GET /docs", "GET /redoc", "GET /v1/board"),
    *("GET /docs/assets/redoc.standalone.js", "GET /docs/assets/{path}", "GET /v1/unsubscribe"),
    *("GET /widget.js", "GET /widget.{language}.json"),  # The same on every board.
}
OPEN_PAGES = {
    *("GET /sign-in", "GET /sign-in/code", "GET /sign-in/password", "GET /sign-up", "GET /unsubscribe", "GET /erased"),
    *("GET /assets/{name}", "GET /robots.txt", "GET /settings/email/code"),
    *("GET /sso", "GET /sign-in/oidc", "GET /sign-in/oidc/callback", "GET /sign-in/oidc/finish", "GET /settings/oidc"),
}
FILES = {"GET /sitemap.xml", "GET /sitemap/{number}.xml", "GET /logo/{logo}"}  # Nothing that a browser shows.
READS = sorted(route for route, access in ACCESS.items() if route.startswith("GET ") and access.visitor < 400)
PAGES = sorted(route for route, access in PAGE_ACCESS.items() if route.startswith("GET "))
QUERIES = {
    "/v1/posts": (
        *("", "?sort=votes&status=planned", "?q=unicorn", "?q=unheard", "?tag=stable", "?tag=no", "?author=1"),
        "?updated_since=2020-01-01T00:00:00Z",
    ),
    "/v1/posts/similar": ("?title=unicorn+mode", "?title=unheard"),
    "/v1/moderation-log": ("", "?action=post.status", "?actor=1"),
    "/v1/changelog": ("", "?state=draft", "?state=scheduled"),
    "/": ("", "?q=unicorn", "?tag=stable", "?voted=me", "?status=planned", "?sort=newest"),
    "/changelog": ("", "?state=draft"),
    "/posts/new": ("", "?title=unicorn"),
}
# Words that nobody asks for.
SECRETS = re.compile("zebra|confidential|glitter|rainbow|manger|hoof|prologue|secretive|[0-9a-f]{20}[.](?:svg|png)")


@pytest.fixture
def ids(admin: Person, people: People) -> dict[str, object]:
    """Of something of each kind, on a board that is private."""
    author = people.join("A secretive one")
    admin.client.post("/v1/tags", json={"slug": "stable", "name": "A manger"}).raise_for_status()
    post_id = author.post_idea("Unicorn mode of a zebra", "All confidential")["id"]
    admin.client.put(f"/v1/posts/{post_id}/tags/stable").raise_for_status()
    comment_id = comment(author, post_id, "And glitter")["id"]
    set_status(admin, post_id, "planned", "A rainbow")
    entry_id = write_entry(admin, "A hoof", published_at="now", posts=[post_id])["id"]
    headers = {"Content-Type": "image/svg+xml"}
    logo = admin.client.put("/v1/board/logo", content=SVG, headers=headers).json()["logo"]
    admin.client.patch("/v1/board", json={"private": True, "intro": "A prologue"}).raise_for_status()
    kept.clear()
    return {
        "post_id": post_id,
        "comment_id": comment_id,
        "entry_id": entry_id,
        "user_id": author.id,
        "slug:path": "unicorn-mode",
        "slug": "stable",
        "number": 0,
        "logo": logo.rpartition("/")[2],
        "name": "heed.css",
        "path": "swagger-ui.css",
        "session_id": 1,
        "key_id": 1,
        "language": "de",
        **an_endpoint(admin),
    }


def paths_of(route: str, ids: dict[str, object]) -> list[str]:
    """With what may be asked of it; and where it has an id, of what there is not."""
    path, found = route.partition(" ")[2], []
    queries = QUERIES.get(path, ("",))
    for known in (ids, {**ids, "post_id": 99, "comment_id": 99, "entry_id": 99, "user_id": 99, "number": 7}):
        filled = path
        for name, value in known.items():
            filled = filled.replace(f"{{{name}}}", str(value))
        assert "{" not in filled, f"{route} needs an id"
        found += [filled + query for query in queries]
    return list(dict.fromkeys(found))


def test_routes(visitor: httpx.Client, ids: dict[str, object]) -> None:
    leaks = {}
    for route in READS:
        for path in paths_of(route, ids):
            for accept in ("application/json", "text/html"):
                answer = visitor.get(path, headers={"Accept": accept})
                assert visitor.head(path).status_code == answer.status_code
                is_open = route in OPEN_ROUTES
                if SECRETS.search(f"{answer.text} {answer.headers}") or not (is_open or is_private(answer)):
                    leaks[path] = f"{answer.status_code} {answer.text[:200]}"
    assert leaks == {}


def is_private(answer: httpx.Response) -> bool:
    is_refused = answer.status_code == 401
    return is_refused and bool(assert_problem(answer, 401)["type"] == "urn:problem-type:heed:private")


def test_pages(visitor: httpx.Client, ids: dict[str, object]) -> None:
    leaks = {}
    browser = Browser(visitor)
    with board(public_url="https://board.example.com") as crawled:
        for route in PAGES:
            for path in paths_of(route, ids):
                if route in FILES:
                    answer = crawled.get(path)
                    is_refused = answer.status_code == 401
                else:
                    shown = browser.open(path)
                    answer = shown.answer
                    is_refused = shown.statuses == [401] and shown.heading == "Sign in"
                if SECRETS.search(f"{answer.text} {answer.headers}") or not (route in OPEN_PAGES or is_refused):
                    leaks[path] = f"{answer.status_code} {SECRETS.findall(answer.text)}"
    assert leaks == {}


def test_pages_in_the_seconds_in_which_they_know_it_as_public(
    visitor: httpx.Client, superuser: Engine, ids: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was the board's look until then may still be shown, and nothing of what is on it."""
    monkeypatch.setattr("app.board.cache.KEPT", 3_600.0)
    with superuser.connect() as connection:
        connection.execute(text("UPDATE board SET private = false"))
        visitor.get("/").raise_for_status()  # The board is kept as it is now.
        connection.execute(text("UPDATE board SET private = true"))
    leaks = {}
    for route in PAGES:
        for path in paths_of(route, ids):
            answer = visitor.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
            found = set(SECRETS.findall(answer.text)) - {"prologue", str(ids["logo"])}
            if found:
                leaks[path] = f"{answer.status_code} {found}"
    assert leaks == {}
