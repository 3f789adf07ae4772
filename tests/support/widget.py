"""The widget as a person meets it: inside its shadow root, where selectors of the page don't reach."""

from collections.abc import Callable
from typing import Any, TypeVar

from selenium.webdriver import Chrome
from selenium.webdriver.remote.webelement import WebElement

from tests.support.product import Product
from tests.support.until import until

Found = TypeVar("Found")
INSIDE = """
    const root = document.querySelector("heed-feedback")?.shadowRoot;
    const reads = (each) => (each.innerText ?? "").includes(arguments[1]);
    const shown = (each) => each.checkVisibility({ checkOpacity: true }) && reads(each);
    return root ? Array.from(root.querySelectorAll(arguments[0])).filter(shown) : []
"""
# The page hears of what happened, in a world of its own: its policy lets no script of a test in.
LISTEN = """
    globalThis.heard = [];
    for (const name of ["opened", "closed", "voted", "unvoted", "posted"])
        document.addEventListener(`heed:${name}`, (event) => heard.push([event.type, event.detail.id ?? null]));
"""
EVENTS = "events"


class Widget:
    """On the product's page. What it looks for may still have to come: for five seconds."""

    def __init__(self, chrome: Chrome, product: Product) -> None:
        self.chrome, self.product = chrome, product

    def load(self) -> None:
        self.chrome.get(self.product.url)

    def open(self) -> None:
        self.load()
        self.click("[part=button]")
        self.find("dialog")

    def all(self, selector: str, having: str = "") -> list[WebElement]:
        return list(self.chrome.execute_script(INSIDE, selector, having))

    def find(self, selector: str, having: str = "") -> WebElement:
        return self.until(lambda: self.all(selector, having))[0]

    def click(self, selector: str, having: str = "") -> None:
        self.find(selector, having).click()

    def write(self, selector: str, text: str) -> None:
        self.find(selector).send_keys(text)

    def is_gone(self, selector: str) -> None:
        self.until(lambda: not self.all(selector))

    def focused(self, property_name: str = "textContent") -> str:
        """Of what has the focus in the widget."""
        script = f"return document.querySelector('heed-feedback').shadowRoot.activeElement?.{property_name} ?? ''"
        return str(self.chrome.execute_script(script))

    def run(self, script: str, *arguments: Any) -> Any:
        return self.chrome.execute_script(script, *arguments)

    def until(self, look: Callable[[], Found]) -> Found:
        return until(look, shown=lambda: str([each.text for each in self.all("dialog")]))
