"""Addresses of pages: one for any title, targets that lead nowhere else, and whatever else a URL can hold."""

from urllib.parse import quote

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pages.request.targets import safe_target
from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.gateway import Handler
from tests.support.people import PASSWORD, Person

pytestmark = pytest.mark.adversary
SITE = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}


TITLES = (
    *("İstanbul ﬁle ǅ", "a/../b %2f \\ c", "日本語のダークモード", "👍🏽", "ß" * 200),
    *("e\u0301 é", "..", "new", "Vote", "ﷺ" * 60),
)


def test_each_title_has_one_address(browser: Browser, member: Person) -> None:
    for title in TITLES:
        post = member.post_idea(title)
        shown = browser.open(f"/posts/{post['id']}")
        assert shown.status == 200, title
        assert len(shown.statuses) <= 2, title
        assert browser.open(shown.path).statuses == [200], title


SLUGS = (
    *("dark/mode", "%2e%2e%2f%2e%2e%2fsettings", "👍", "x" * 5_000),
    *("%00", "%ff", "//evil.example", "%5c%5cevil.example", "vote"),
)


def test_a_wrong_slug_leads_to_the_right_one(visitor: httpx.Client, member: Person) -> None:
    member.post_idea("Dark mode")
    for slug in SLUGS:
        answer = visitor.get(f"/posts/1/{slug}?a=%0d%0aX:y&from=1", headers=SITE)
        assert answer.status_code == 301, slug
        assert answer.headers["Location"] == "/posts/1/dark-mode?a=%0d%0aX:y&from=1", slug
    assert visitor.get("/posts/1/a%0d%0aSet-Cookie:%20x=1", headers=SITE).status_code == 404


ELSEWHERE = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "https:evil.example"),
    *("HTTP://evil.example", "///evil.example", "/\t/evil.example", "/\n/evil.example", " //evil.example", "/ /x"),
    *("javascript:alert(1)", "data:text/html,x", "evil.example", "?x", "#x", "", "/\r\nSet-Cookie: x=1", "/\x00"),
    *("/é", "/\u2028", "/\ud800", "@evil.example", ":443", ".evil.example"),
)


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_target_is_elsewhere(target: str) -> None:
    assert safe_target(target) is None


def test_a_target_has_an_end() -> None:
    longest = f"/{'a' * 1_999}"
    assert (safe_target(longest), safe_target(f"{longest}a")) == (longest, None)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("/\\.:@?#%a\t\n "), max_size=12))
def test_a_target_has_no_host_of_its_own(target: str) -> None:
    """As a browser reads it, to which `\\` is `/`, and which drops tabs and line breaks."""
    if (safe := safe_target(target)) is not None:
        read = safe.replace("\\", "/").translate({ord(each): None for each in "\t\r\n"})
        assert httpx.URL("https://board.example.com/").join(read).host == "board.example.com"


@pytest.mark.parametrize("target", ["//evil.example", "/\r\nX: y"])
def test_nobody_is_led_elsewhere(visitor: httpx.Client, member: Person, target: str) -> None:
    member.post_idea("Dark mode")
    credentials = {"email": member.email, "password": PASSWORD}
    client = httpx.Client(transport=visitor._transport, base_url=visitor.base_url, headers=SITE)
    for path, fields in (
        ("/language", {"language": "de"}),
        ("/sign-in/password", credentials),
        ("/posts/1/vote", {"voted": "yes"}),
        ("/posts/1/follow", {"followed": "no"}),
        ("/language", {"language": "de", "action": target}),
        ("/sign-in/password", credentials | {"action": target}),
    ):
        answer = client.post(path, data={**fields, "to": target})
        assert answer.status_code == 303, answer.text
        assert answer.headers["Location"] in ("/", "/posts/1"), path
    assert client.get("/sign-in", params={"to": target}).headers["Location"] == "/"


def test_another_host_is_named_nowhere(visitor: httpx.Client, member: Person) -> None:
    member.post_idea("Dark mode")
    forged = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    for path in ("/", "/posts/1/dark-mode", "/posts/1", "/sign-in", "/sitemap.xml", "/robots.txt", "/nowhere"):
        answer = visitor.get(path, headers=SITE | forged)
        assert "evil.example" not in answer.text + str(answer.headers), path


LANGUAGES = (
    "de-DE;q=0.1," * 700,
    ";;;q=,*;q=9,,-,de_DE;q=x",
    ",".join(f"x{n};q=0.{n}" for n in range(1_000)),
)


def test_languages_that_are_none(visitor: httpx.Client, admin: Person) -> None:
    for header in LANGUAGES:
        answer = visitor.get("/", headers={**SITE, "Accept-Language": header})
        assert answer.status_code == 200
        assert '<html lang="' in answer.text
    for asked in ("xx", "", "de-DE", "<script>", "de&lang=fr", "%00", "%ff", "x" * 5_000):
        answer = visitor.get(f"/?lang={asked}", headers=SITE)
        assert answer.status_code in (200, 400), asked
        assert answer.headers["Content-Type"].startswith("text/html"), asked


QUERIES = (
    *("?limit=0", "?limit=%00", "?limit=1&limit=2", "?cursor=x", "?cursor=" + "A" * 2_000, "?q=%00", "?q=%ed%a0%80"),
    *(
        "?q=" + "x" * 300,
        "?sort=",
        "?sort=x",
        "?status=&tag=&q=&sort=&voted=",
        "?voted=2",
        "?tag=..%2f",
        "?&&&=&",
        "?%ff=%fe",
    ),
)


def test_a_query_of_anything(visitor: httpx.Client, admin: Person) -> None:
    for path in (f"{path}{query}" for path in ("/", "/people/1", "/posts/new", "/unsubscribe") for query in QUERIES):
        answer = visitor.get(path, headers=SITE)
        assert answer.status_code in (200, 400, 401, 404), path
        assert answer.headers["Content-Type"].startswith("text/html"), path
    assert visitor.get("/", headers=SITE).status_code == 200


IDS = ("0", "-1", "1.0", "+1", "1_0", "%20", "9" * 30, str(2**63), "١", "x", "1%00", "1;x")


def test_an_id_that_is_none(signed_in: Browser) -> None:
    """Also of a form, whose page would ask to look at what is marked, where nothing is."""
    for number in IDS:
        for path in ("/posts/{}", "/people/{}", "/comments/{}", "/edit/posts/{}", "/delete/posts/{}"):
            assert signed_in.open(path.format(number)).status == 404, (path, number)
        for path in ("/posts/{}/vote", "/posts/{}/comments", "/edit/comments/{}", "/edit/posts/{}"):
            assert signed_in.send(path.format(number), {"content": "x", "title": "x"}).status == 404, (path, number)


PATHS = ("/\ud800", "/posts/1/\ud800", "/posts/1/\udfff/x", "/\x00", "/\r\n", "/" + "x" * 9_000)


def test_a_path_of_anything(handler: Handler, visitor: httpx.Client, member: Person) -> None:
    """A gateway has decoded it."""
    member.post_idea("Dark mode")
    transport = visitor._transport
    event = transport.event(httpx.Request("GET", "https://board.example.com/", headers=SITE))  # type: ignore[attr-defined]
    for path in PATHS:
        event["rawPath"] = event["requestContext"]["http"]["path"] = path
        assert handler(event, None)["statusCode"] in (301, 400, 404, 414), path
    assert visitor.get("/").status_code == 200


def test_below_a_root_path_nothing_leads_out_of_it(member: Person) -> None:
    member.post_idea("Dark mode")
    with board(root_path="/prod") as client:
        for to, target in (("/settings", "/prod/settings"), ("//evil.example", "/prod/"), ("/../x", "/prod/../x")):
            data = {"language": "de", "to": to}
            assert client.post("/prod/language", data=data, headers=SITE).headers["Location"] == target
        assert client.get("/prod/posts/1/x", headers=SITE).headers["Location"] == "/prod/posts/1/dark-mode"
        page = client.get(f"/prod/posts/1/dark-mode?{quote('<x>')}", headers=SITE)
        assert page.status_code == 200
        assert 'href="/prod/' in page.text
        assert 'href="/posts' not in page.text
