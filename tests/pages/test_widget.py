"""The page about the widget: it is there live, and the code beside it is the board's own."""

import httpx
from selenium.webdriver import Chrome

from infra.dev.browser import View, look
from tests.support.axe import barriers
from tests.support.boards import board
from tests.support.browser import complaints, overflow, policy_violations
from tests.support.browsing import Browser
from tests.support.demo_board import DemoBoard
from tests.support.demo_states import MEMBER, State
from tests.support.people import Person
from tests.support.product import Product
from tests.support.widget import Widget


def test_it_is_live_for_a_visitor_and_a_member(chrome: Chrome, demo: DemoBoard) -> None:
    """Under the page's policy, which names no address, and though the board's origin is not among CORS_ORIGINS."""
    widget = Widget(chrome, Product(demo.url))
    for by, language, button in ((None, "en", "Feedback"), (MEMBER, "ar", "رأيك")):
        look(chrome, View(320 if by else 1280, 900))
        demo.show(chrome, State("/widget", by=by), language)
        widget.click("[part=button]", button)
        assert f"{demo.url}/posts/" in str(widget.find("li a.vote").get_attribute("href"))
        widget.until(lambda: not widget.run("return document.getAnimations().length"))
        assert (barriers(chrome), overflow(chrome)) == ([], 0)
        assert (complaints(chrome), policy_violations(chrome)) == ([], [])
        widget.click("[part=close]")


def test_its_code_has_the_boards_address(browser: Browser) -> None:
    shown = browser.open("/widget")
    code = {each.get("id"): "".join(each.itertext()) for each in shown.content.iter("pre")}
    assert '<script type="module" src="https://board.example.com/widget.js">' in (code["tags"] or "")
    assert '"aud": "https://board.example.com"' in (code["signing"] or "")
    with board(public_url="https://ideas.example.com", root_path="/feedback") as client:
        content = Browser(client).open("/feedback/widget").content
    assert [each.get("board") for each in content.iter("heed-feedback")] == ["/feedback/"]
    assert "https://ideas.example.com/widget.js" in "".join(content.itertext())


def test_a_team_finds_it(visitor: httpx.Client, admin: Person) -> None:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    assert 'href="/widget"' in browser.open("/admin/board").answer.text
