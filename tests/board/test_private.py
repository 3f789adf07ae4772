"""A private board: visitors learn nothing of what is on it, by whatever way; members see all that they may."""

import re

import httpx
import pytest
from sqlalchemy import Engine, text

from app.board.cache import kept
from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.changelog import set_status
from tests.support.comments import comment
from tests.support.logos import SVG
from tests.support.pages import sign_in
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem

pytestmark = pytest.mark.adversary

READS = (
    *("/v1/posts", "/v1/posts?sort=votes&status=open", "/v1/posts?q=unicorn", "/v1/posts?tag=web", "/v1/posts?tag=no"),
    *("/v1/posts?updated_since=2020-01-01T00:00:00Z", "/v1/posts?author=1", "/v1/posts/similar?title=unicorn"),
    *("/v1/posts/1", "/v1/posts/99", "/v1/posts/1/comments", "/v1/posts/99/comments", "/v1/posts/1/history"),
    *("/v1/tags", "/v1/moderation-log", "/v1/roadmap", "/v1/users/1", "/v1/users/99", "/feed.atom"),
)
PAGES = (
    *(
        "/",
        "/?q=unicorn",
        "/?tag=web",
        "/?voted=me",
        "/posts/1",
        "/posts/1/unicorn-mode",
        "/posts/1/wrong",
        "/posts/99",
    ),
    *(
        "/posts/2",
        "/posts/new",
        "/posts/new?title=unicorn",
        "/comments/1",
        "/people/1",
        "/edit/posts/1",
        "/admin/board",
    ),
    *("/settings", "/settings/export", "/delete/posts/1"),
)
OPEN_PAGES = ("/sign-in", "/sign-in?to=/posts/1", "/sign-up", "/erased", "/nowhere", "/assets/heed.css")
SECRETS = re.compile("unicorn|rainbow|web tag|intro", re.IGNORECASE)


@pytest.fixture
def secretive(admin: Person) -> Person:
    """The admin of a private board with something of each kind on it."""
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web tag"}).raise_for_status()
    admin.client.post("/v1/posts", json={"title": "Unicorn mode", "tags": ["web"]}).raise_for_status()
    comment(admin, 1)
    admin.client.put("/v1/posts/1/status", json={"status": "planned", "response": "Rainbow"}).raise_for_status()
    admin.post_idea("Deleted unicorn")
    admin.client.delete("/v1/posts/2").raise_for_status()
    admin.client.patch("/v1/board", json={"private": True, "intro": "Intro"}).raise_for_status()
    return admin


def test_the_api_refuses_visitors(visitor: httpx.Client, secretive: Person) -> None:
    for path in READS:
        for answer in (visitor.get(path), visitor.get(path, headers={"Accept": "text/html"})):
            problem = assert_problem(answer, 401)
            assert problem["type"] == "urn:problem-type:heed:private", path
            assert not SECRETS.search(answer.text), path
        assert visitor.head(path).status_code == 401


def test_pages_ask_visitors_to_sign_in(visitor: httpx.Client, secretive: Person) -> None:
    kept.clear()
    browser = Browser(visitor)
    for path in PAGES:
        shown = browser.open(path)
        assert (shown.statuses, shown.heading) == ([401], "Sign in"), path
        body = shown.answer.text.replace(path, "")  # Where to go afterwards is what the visitor asked for.
        assert not re.search("unicorn mode|rainbow|web tag|intro", body, re.IGNORECASE), path
    for path in OPEN_PAGES:
        answer = visitor.get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (200, 404), path
        assert not SECRETS.search(answer.text), path


def test_who_signs_in_goes_on_to_what_was_asked_for(visitor: httpx.Client, secretive: Person) -> None:
    browser = Browser(visitor)
    shown = browser.submit(browser.open("/posts/1"), "/sign-in/password", email=secretive.email, password=PASSWORD)
    assert (shown.path, shown.heading) == ("/posts/1/unicorn-mode", "Unicorn mode")


def test_what_was_typed_before_the_session_ended_comes_along(visitor: httpx.Client, secretive: Person) -> None:
    shown = Browser(visitor).send("/posts/new", {"title": "Typed long", "content": "and much"})
    assert (shown.status, shown.heading) == (401, "Sign in")
    assert "and much" in shown.answer.text


def test_robots_and_sitemap(secretive: Person) -> None:
    with board(public_url="https://board.example.com") as visitor:
        assert visitor.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
        for path in ("/sitemap.xml", "/sitemap/0.xml", "/sitemap/7.xml"):
            assert_problem(visitor.get(path), 401)


def test_what_a_visitor_is_told(visitor: httpx.Client, secretive: Person) -> None:
    answer = visitor.get("/v1/board")
    told = {name: value for name, value in answer.json().items() if value is not None}
    assert told == {"name": "Heed", "private": True}
    assert "ETag" not in answer.headers
    assert visitor.get("/health").status_code == visitor.get("/ready").status_code == 200


def test_members_see_everything(visitor: httpx.Client, superuser: Engine, secretive: Person) -> None:
    for path in READS:
        status = 404 if "99" in path else 422 if "tag=no" in path else 401 if path == "/feed.atom" else 200
        assert secretive.client.get(path).status_code == status, path
    browser = Browser(visitor)
    browser.sign_in(secretive.email)
    assert "Unicorn mode" in browser.open("/").text
    assert "Intro" in browser.open("/").text
    assert "feed.atom" not in browser.open("/").answer.text


def test_a_token_of_pages_opens_no_api_and_an_ended_session_nothing(
    visitor: httpx.Client, superuser: Engine, secretive: Person
) -> None:
    cookie = {"Cookie": f"__Host-heed={sign_in(superuser, secretive.email).token}"}
    assert_problem(visitor.get("/v1/posts", headers=cookie), 401)
    with superuser.connect() as connection:
        connection.execute(text("DELETE FROM refresh_tokens"))
        connection.execute(text("DELETE FROM sessions"))
    assert visitor.get("/", headers={**cookie, "Accept": "text/html"}).status_code == 401
    assert_problem(secretive.client.get("/v1/posts"), 401)


def test_the_logo_is_for_members(visitor: httpx.Client, superuser: Engine, secretive: Person) -> None:
    headers = {"Content-Type": "image/svg+xml"}
    logo = secretive.client.put("/v1/board/logo", content=SVG, headers=headers).json()["logo"]
    browser = Browser(visitor)
    for path in (logo, "/logo/00000000000000000000.svg"):
        assert visitor.get(path).status_code == 401
    assert "/logo/" not in browser.open("/sign-in").answer.text
    browser.sign_in(secretive.email)
    assert f'src="{logo}"' in browser.open("/").answer.text
    shown = browser.client.get(logo)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "private, max-age=31536000, immutable")
    assert browser.client.get("/logo/00000000000000000000.svg").status_code == 404


def test_private_from_the_first_moment_on(handler: object, superuser: Engine) -> None:
    """PRIVATE: until an admin sets anything, which does not open it."""
    with board(private=True) as closed:
        admin = People(closed).join("Admin")
        admin.client.post("/v1/posts", json={"title": "Unicorn"}).raise_for_status()
        set_status(admin, 1)

        def refused() -> bool:
            paths = ("/v1/posts", "/v1/posts/1", "/v1/roadmap", "/feed.atom", "/v1/users/1", "/v1/moderation-log")
            answers = [closed.get(path) for path in paths]
            is_page = Browser(closed).open("/roadmap").status == 401
            return is_page and [answer.status_code for answer in answers] == [401] * len(paths)

        assert refused()
        assert closed.get("/v1/board").json()["private"] is True
        admin.client.patch("/v1/board", json={"intro": "Hello"}).raise_for_status()
        assert refused()
        with board() as later:  # The environment says nothing any more, and is no longer asked.
            assert later.get("/v1/posts").status_code == 401
        admin.client.patch("/v1/board", json={"private": False}).raise_for_status()
        assert closed.get("/v1/roadmap").status_code == closed.get("/v1/posts/1").status_code == 200


def test_it_is_open_again_at_once(visitor: httpx.Client, secretive: Person) -> None:
    secretive.client.patch("/v1/board", json={"private": False}).raise_for_status()
    assert [post["title"] for post in visitor.get("/v1/posts").json()["items"]] == ["Unicorn mode"]
    assert "Unicorn mode" in Browser(visitor).open("/").text
