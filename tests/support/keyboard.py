"""A person without a mouse: what the Tab key reaches, in which order, and whether one sees where one is."""

from dataclasses import dataclass

from selenium.webdriver import ActionChains, Chrome, Keys

MOST = 300  # Stops of a page.
START = "window.visited = new WeakSet(); document.activeElement?.blur(); window.scrollTo(0, 0);"
LOOK = """
    const element = document.activeElement;
    if (!element || element === document.body || element === document.documentElement) return null;
    if (window.visited.has(element)) return null;
    window.visited.add(element);
    const style = getComputedStyle(element), [box] = element.getClientRects();
    const top = box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return [
        element.localName,
        (element.ariaLabel || element.innerText || element.labels?.[0]?.innerText || element.name || "").trim(),
        style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        Boolean(top) && (element.contains(top) || top.contains(element)),
    ];
"""


@dataclass(frozen=True)
class Stop:
    tag: str
    name: str
    ringed: bool  # It has an outline of at least 2 px.
    in_sight: bool  # Its middle is on the screen, with nothing over it.


def press(chrome: Chrome, *keys: str) -> None:
    """To whatever has the focus."""
    ActionChains(chrome).send_keys(*keys).perform()


def stops(chrome: Chrome) -> list[Stop]:
    """Every stop of the Tab key, from the top of the page to its end."""
    chrome.execute_script(START)
    found: list[Stop] = []
    while True:
        press(chrome, Keys.TAB)
        seen = chrome.execute_script(LOOK)
        if seen is None:
            return found
        found.append(Stop(*seen))
        assert len(found) <= MOST, "the focus goes round in circles"
