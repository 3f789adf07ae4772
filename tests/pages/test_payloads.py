"""Scripts in every text on every page: they are shown as the text that they are, to the parser and to a browser."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import httpx
import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import command
from tests.support import payload_board
from tests.support.boards import board
from tests.support.browser import complaints, evaluate, policy_violations, requested_hosts
from tests.support.browsing import Browser, Shown
from tests.support.markup import assert_allowed, outline, texts_of
from tests.support.payload_board import TALKED_ABOUT, PayloadBoard, line
from tests.support.payloads import LINES, PAYLOADS
from tests.support.server import served

pytestmark = pytest.mark.adversary
# Each payload is in the lists and among the comments; a title also where it could end the element that it is in.
POSTS = [n for n in range(TALKED_ABOUT + 1, len(PAYLOADS) + 1) if n % 8 == 0 or "</t" in line(n + 2)]
NAME = "</title></script><script>alert(1)</script>\"'><img src=x>"  # Of the board: it has at most 60 characters.


@pytest.fixture(scope="module")
def payloads(database_url: str) -> Iterator[PayloadBoard]:
    with payload_board.filled(database_url) as filled:
        yield filled


@pytest.fixture(scope="module")
def way(payloads: PayloadBoard) -> Iterator[httpx.Client]:
    with board(database_url=payloads.database_url) as client:
        yield client


@pytest.fixture
def visitor_of_payloads(way: httpx.Client) -> Browser:
    return Browser(way)


@pytest.fixture
def admin_of_payloads(way: httpx.Client, payloads: PayloadBoard) -> Browser:
    browser = Browser(way)
    browser.client.cookies.set("__Host-heed", payloads.cookie, domain="board.example.com")
    return browser


def text_of_first(shown: Shown, tag: str) -> str:
    return "".join(next(shown.document.iter(tag)).itertext())


def assert_same_outline(pages: list[Shown]) -> None:
    """Nothing that was typed has become an element or an attribute of the page."""
    assert len({outline(shown.document) for shown in pages}) == 1
    for written in (text for shown in pages for text in texts_of(shown.document)):
        assert_allowed(written)


def test_posts(visitor_of_payloads: Browser) -> None:
    pages = [visitor_of_payloads.open(f"/posts/{n}") for n in POSTS]
    assert_same_outline(pages)
    for n, shown in zip(POSTS, pages, strict=True):
        title, name = line(n + 2), line(n)
        assert (shown.heading, text_of_first(shown, "title")) == (title, f"{title} – Heed")
        said = {each.get("property") or each.get("name"): each.get("content") for each in shown.document.iter("meta")}
        assert said["og:title"] == title
        [data] = [each for each in shown.document.iter("script") if each.get("type") == "application/ld+json"]
        found = json.loads(data.text or "")
        assert (found["headline"], found["author"]["name"]) == (title, name)


def test_comments(admin_of_payloads: Browser) -> None:
    """With the links that the team has, whose labels hold the names of the authors."""
    pages = [admin_of_payloads.open(f"/posts/{n + 1}") for n in range(TALKED_ABOUT)]
    assert_same_outline(pages)
    comments = [each for shown in pages for each in shown.content.iter("li") if "comment-" in (each.get("id") or "")]
    assert len(comments) >= len(PAYLOADS)
    assert len({outline(comment) for comment in comments}) == 1


def test_the_board(admin_of_payloads: Browser) -> None:
    cards, titles, path = [], set(), "/?limit=100&sort=newest"
    while path:
        shown = admin_of_payloads.open(path)
        found = [each for each in shown.content.iter("li") if each.get("class") == "card"]
        cards += [outline(card) for card in found]
        titles |= {"".join(heading.itertext()) for card in found for heading in card.iter("h2")}
        path = next((each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"), "")
    assert (len(cards), len(set(cards)), titles) == (len(PAYLOADS), 1, set(map(str.strip, LINES)))
    options = [each for each in shown.content.iter("option") if (each.get("value") or "").startswith("tag-")]
    assert {"".join(each.itertext()).strip() for each in options} == set(map(str.strip, LINES))
    assert len(options) == len(PAYLOADS)


def test_people(visitor_of_payloads: Browser) -> None:
    pages = [visitor_of_payloads.open(f"/people/{n}") for n in POSTS[::3]]
    assert_same_outline(pages)
    assert [shown.heading for shown in pages] == [line(n) for n in POSTS[::3]]


FORMS: dict[str, Callable[[Browser, str], Shown]] = {
    "a search": lambda browser, text: browser.open(f"/?{urlencode({'q': text})}"),
    "a title": lambda browser, text: browser.open(f"/posts/new?{urlencode({'title': text})}"),
    "a preview": lambda browser, text: browser.send("/posts/new", {"title": "X", "content": text, "step": "preview"}),
    "signing in": lambda browser, text: browser.send("/posts/new", {"title": text, "content": text, "step": text}),
    "no address": lambda browser, text: browser.send("/sign-up", {"email": text, "name": text, "action": text}),
    "a target": lambda browser, text: browser.open(f"/sign-in?{urlencode({'to': text})}"),
    "a filter": lambda browser, text: browser.open(f"/?{urlencode({'status': text, 'tag': text, 'cursor': text})}"),
    "an address": lambda browser, text: browser.open(f"/posts/1/{urlencode({'': text})[1:]}"),
    "a language": lambda browser, text: browser.open(f"/posts/new?{urlencode({'lang': text[:20], 'x': text})}"),
}


@pytest.mark.parametrize("how", FORMS)
def test_forms_and_refusals(browser: Browser, how: str) -> None:
    """What was just typed comes back."""
    payloads = [each for each in PAYLOADS if how == "a preview" or each in LINES]
    assert_same_outline([FORMS[how](browser, text) for text in payloads[:: 3 if how == "a preview" else 9]])


def test_the_name_of_the_board(visitor_of_payloads: Browser, payloads: PayloadBoard) -> None:
    paths = ("/", "/posts/9", "/posts/new", "/sign-in", "/sign-up", "/people/9", "/nowhere", "/?q=nothing+like+it")
    with board(board_name=NAME, database_url=payloads.database_url) as client:
        named = Browser(client)
        for path in paths:
            shown = named.open(path)
            assert_same_outline([shown, visitor_of_payloads.open(path)])
            assert NAME in text_of_first(shown, "title")
            assert NAME in "".join(next(shown.document.iter("header")).itertext())


LOOK = """({
    handlers: [...document.querySelectorAll("*")].flatMap((each) => each.getAttributeNames())
        .filter((name) => name.startsWith("on")),
    foreign: [...document.querySelectorAll("a[href], area[href]")].map((each) => each.protocol),
    frames: document.querySelectorAll("iframe, object, embed, portal, base, main img, main style, main link").length,
})"""


def test_a_browser_runs_none_of_it(payloads: PayloadBoard, chrome: Chrome) -> None:
    """Selenium raises for a dialog that stands open."""
    with served(database_url=payloads.database_url) as url:
        command(chrome, "Network.setCookie", name="heed", value=payloads.cookie, url=url)
        queries = ({"q": PAYLOADS[0]}, {"limit": 100, "sort": "newest"})
        paths = [f"/?{urlencode(each)}" for each in queries]
        paths += [f"/posts/{n + 1}" for n in range(TALKED_ABOUT)]
        paths += [f"/{path}/9" for path in ("posts", "people", "edit/posts", "delete/posts", "edit/comments")]
        paths += [f"/posts/new?{urlencode({'title': LINES[11]})}", "/settings"]
        requested_hosts(chrome)
        for path in paths:
            chrome.get(url + path)
            seen = evaluate(chrome, LOOK, "look")
            assert (seen["handlers"], seen["frames"]) == ([], 0), path
            assert set(seen["foreign"]) <= {"http:", "https:", "mailto:"}, path
            assert policy_violations(chrome) == [], path
            assert chrome.execute_script("return document.getElementById('show-keys').hidden") is False, path
        assert complaints(chrome) == []
        assert {host.partition(":")[0] for host in requested_hosts(chrome)} == {"127.0.0.1"}
        assert chrome.window_handles == [chrome.current_window_handle]
