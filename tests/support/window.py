"""A window of the browser that shows the board, and waits for what is still to come."""

from collections.abc import Callable
from typing import Any, TypeVar

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.remote.webelement import WebElement
from sqlalchemy import Engine

from infra.dev.browser import command
from tests.support.keyboard import press
from tests.support.pages import sign_in
from tests.support.people import Person
from tests.support.until import until

Found = TypeVar("Found")
FOCUSED = """
    const element = document.activeElement, style = getComputedStyle(element);
    return [element.matches(arguments[0]), element.outerHTML.slice(0, 200),
            element === document.body || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2]
"""


class Window:
    """Of the browser, on the board. What it looks for may still have to come: for five seconds."""

    def __init__(self, chrome: Chrome, url: str) -> None:
        self.chrome, self.url = chrome, url

    def open(self, path: str) -> None:
        self.chrome.get(self.url + path)

    def sign_in(self, superuser: Engine, member: Person) -> None:
        token = sign_in(superuser, member.email).token
        command(self.chrome, "Network.setCookie", name="heed", value=token, url=self.url)

    def find(self, selector: str, having: str = "") -> WebElement:
        found = self.until(lambda: [e for e in self.chrome.find_elements("css selector", selector) if having in e.text])
        return found[0]

    def click(self, selector: str, having: str = "") -> None:
        self.find(selector, having).click()

    def write(self, selector: str, text: str) -> None:
        self.find(selector).send_keys(text)

    def is_gone(self, selector: str) -> bool:
        return bool(self.until(lambda: not self.chrome.find_elements("css selector", selector)))

    def run(self, script: str) -> Any:
        return self.chrome.execute_script(script)

    def tab_to(self, selector: str) -> None:
        """Over stops that can all be seen to have the focus; past the last one, from the first one on."""
        for _ in range(100):
            press(self.chrome, Keys.TAB)
            found, focused, ringed = self.chrome.execute_script(FOCUSED, selector)
            assert ringed, focused
            if found:
                return
        raise AssertionError(f"the Tab key does not reach {selector}")

    def until(self, look: Callable[[], Found]) -> Found:
        return until(look, shown=lambda: self.chrome.find_element("css selector", "main").text)
