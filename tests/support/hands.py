"""How a person works a page: with the keyboard alone, or with a mouse where there are no scripts."""

from typing import Protocol

from selenium.webdriver import Keys

from infra.dev.browser import View, look
from tests.support.keyboard import press
from tests.support.window import Window


class Hands(Protocol):
    """Each takes the selector of what it is done to."""

    def press(self, selector: str) -> None:
        """A button, or a link."""

    def write(self, selector: str, text: str) -> None:
        """In place of what is there, if that is one line."""

    def select(self, selector: str, label: str) -> None: ...

    def tick(self, selector: str) -> None: ...

    def pick(self, name: str, value: str) -> None:
        """One of the choices of this name."""


class Keyboard:
    """Tab, Enter, the space bar and the arrows, from wherever the focus is."""

    def __init__(self, window: Window) -> None:
        self.window = window

    def press(self, selector: str) -> None:
        self.window.tab_to(selector)
        press(self.window.chrome, Keys.ENTER)

    def write(self, selector: str, text: str) -> None:
        self.window.tab_to(selector)
        press(self.window.chrome, text)

    def select(self, selector: str, label: str) -> None:
        self.write(selector, label)

    def tick(self, selector: str) -> None:
        self.window.tab_to(selector)
        press(self.window.chrome, Keys.SPACE)

    def pick(self, name: str, value: str) -> None:
        """The Tab key stops once at a group: at the choice that was made, else at the first."""
        chosen = f"return document.activeElement.matches('[name={name}][value=\"{value}\"]:checked')"
        self.tick(f"[name={name}]")
        for _ in range(20):
            if self.window.run(chosen):
                return
            press(self.window.chrome, Keys.ARROW_DOWN)
        raise AssertionError(f"no arrow leads to {value}")


class Mouse:
    """Clicks; the keyboard only for text."""

    def __init__(self, window: Window) -> None:
        self.window = window
        look(window.chrome, View(scripts=False))

    def press(self, selector: str) -> None:
        self.window.click(selector)

    def write(self, selector: str, text: str) -> None:
        self.window.find(selector).clear()
        self.window.write(selector, text)

    def select(self, selector: str, label: str) -> None:
        self.window.click(f"{selector} option", label)

    def tick(self, selector: str) -> None:
        self.window.click(selector)

    def pick(self, name: str, value: str) -> None:
        self.window.click(f"[name={name}][value='{value}']")
