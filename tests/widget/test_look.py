"""The widget on every screen, for every eye, in both directions, and without a mouse."""

from collections.abc import Sequence
from itertools import product as combined

import pytest
from selenium.webdriver import Keys

from infra.dev.browser import View, look
from tests.support.axe import barriers
from tests.support.browser import complaints, overflow
from tests.support.keyboard import press
from tests.support.people import Person
from tests.support.widget import Widget

VIEWS = [
    *(View(width, 900, dark=dark) for width, dark in combined((320, 1280), (False, True))),
    View(1280, 900, zoom=4),
    View(1280, 900, forced_colors=True),
    View(1280, 900, reduced_motion=True),
]
# Of what has the focus in the widget: whether its outline is seen, and its middle on top.
FOCUS = """
    const root = document.querySelector("heed-feedback").shadowRoot, element = root.activeElement;
    if (!element) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const top = root.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return [(element.ariaLabel || element.innerText || element.labels?.[0]?.innerText || "").trim(),
            style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
            Boolean(top) && (element.contains(top) || top.contains(element))];
"""
WIDE = """
    const root = document.querySelector("heed-feedback").shadowRoot, width = document.documentElement.clientWidth;
    return Array.from(root.querySelectorAll("*")).filter((each) => each.checkVisibility() && !each.matches(".unseen"))
        .filter((each) => { const box = each.getBoundingClientRect();
            return box.width && (box.left < -0.5 || box.right > width + 0.5) || each.scrollWidth > each.clientWidth + 1
                && getComputedStyle(each).overflowX === "auto"; }).map((each) => each.outerHTML.slice(0, 120));
"""
# What moves begins with the next frame.
SETTLED = """
    const { shadowRoot } = document.querySelector("heed-feedback");
    return new Promise(requestAnimationFrame)
        .then(() => Promise.all(shadowRoot.getAnimations().map((each) => each.finished))).then(() => null)
"""


@pytest.fixture
def ideas(admin: Person) -> Person:
    """One in each status, one with a word that never ends, and more than a page of others."""
    for number in range(15, 6, -1):
        admin.post_idea(f"Idea {number}")
    admin.post_idea("andawordthatneverends" * 5, "andawordthatneverends" * 20)
    for number, status in enumerate(("declined", "completed", "started", "planned", "open"), 1):
        post = admin.post_idea(f"Idea {6 - number}", "What it says.")["id"]
        admin.client.put(f"/v1/posts/{post}/status", json={"status": status, "response": "We say."}).raise_for_status()
    return admin


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nobody_meets_a_barrier(widget: Widget, ideas: Person, language: str) -> None:
    widget.product.language = language
    widget.product.attributes = ' dir="rtl"' if language == "ar" else ""
    widget.open()
    widget.find("li", "Idea 2")
    direction = "return getComputedStyle(arguments[0]).direction"
    assert widget.run(direction, widget.find("dialog")) == ("rtl" if language == "ar" else "ltr")
    checked(widget, *VIEWS)
    title = next(each for each in widget.all("li .title") if each.text == "Idea 2")
    widget.run("arguments[0].click()", title)
    widget.find(".response")
    checked(widget, *VIEWS)
    widget.run("arguments[0].click()", widget.find("header .quiet"))
    widget.run("arguments[0].click()", widget.find(".strong"))
    widget.write("#idea", "Idea 3")
    widget.find(".notice .title")
    checked(widget, *VIEWS)
    assert complaints(widget.chrome) == []


def checked(widget: Widget, *views: View, rules: Sequence[str] = ()) -> None:
    """Forced colours are the system's, whose contrast axe can't tell."""
    for view in views:
        look(widget.chrome, view)
        widget.run(SETTLED)
        found = [each for each in barriers(widget.chrome, *rules) if not (view.forced_colors and "not sure" in each)]
        assert (found, overflow(widget.chrome), widget.run(WIDE)) == ([], 0, []), view


def test_the_page_chooses_light_or_dark(widget: Widget, ideas: Person) -> None:
    ground = "return getComputedStyle(arguments[0]).backgroundColor"
    seen = {}
    for theme in ("light", "dark"):
        widget.product.tags = widget.product.tags.replace("<heed-feedback", f'<heed-feedback theme="{theme}"')
        for dark in (False, True):
            look(widget.chrome, View(height=900, dark=dark))
            widget.open()
            seen[theme, dark] = widget.run(ground, widget.find("dialog"))
            checked(widget, View(height=900, dark=dark))
        widget.product.tags = widget.product.tags.replace(f' theme="{theme}"', "")
    assert set(seen.values()) == {"rgb(255, 255, 255)", "rgb(28, 29, 32)"}
    assert seen["light", False] == seen["light", True] != seen["dark", True] == seen["dark", False]


def test_any_accent_can_be_read(widget: Widget, ideas: Person) -> None:
    widget.open()
    widget.click("li .vote")
    widget.find("li .vote[aria-pressed=true]")
    widget.find("li .vote[aria-pressed=false]")
    for accent in ("#ffee00", "#fff", "#000", "#00ff00", "#0000ff", "#ff00aa", "#7c3aed", "#777"):
        widget.run("document.querySelector('heed-feedback').style.setProperty('--heed-accent', arguments[0])", accent)
        checked(widget, View(height=900), View(height=900, dark=True), rules=["color-contrast"])


def test_by_keyboard_alone(widget: Widget, ideas: Person) -> None:
    widget.load()
    widget.find("[part=button]")
    press(widget.chrome, Keys.TAB, Keys.ENTER)
    widget.find("li", "Idea 2")
    assert widget.focused() == "Ideas"
    visited = tab_to(widget, "Vote for “Idea 2”")
    assert [name.splitlines()[-1] for name in visited[:3]] == ["Close", "Search ideas", "Post an idea"]
    press(widget.chrome, Keys.SPACE)
    widget.find("li .vote[aria-pressed=true]", "2")
    assert "Idea 2" in widget.focused(), "it stays where it was"
    tab_to(widget, "More ideas")
    press(widget.chrome, Keys.ENTER)
    widget.until(lambda: len(widget.all("li")) == 15)
    widget.until(lambda: widget.focused("className") == "title")
    press(widget.chrome, Keys.ENTER)
    widget.find("h3")
    assert widget.focused() == "Idea"
    tab_to(widget, "All ideas")
    press(widget.chrome, Keys.ENTER)
    assert widget.focused() == "Ideas"
    tab_to(widget, "Post an idea")
    press(widget.chrome, Keys.ENTER)
    assert widget.focused("id") == "idea"
    press(widget.chrome, "A calendar", Keys.TAB, "Please.", Keys.TAB, Keys.ENTER)
    widget.find(".notice", "Thank you.")
    press(widget.chrome, Keys.ESCAPE)
    widget.is_gone("dialog")
    assert widget.focused("part.value") == "button", "the focus is back"


def test_the_focus_stays_inside(widget: Widget, ideas: Person) -> None:
    """A link of the page behind the dialog is never reached; the browser's own bars are."""
    widget.product.before = '<a href="#behind" id="behind">Behind</a>'
    widget.open()
    widget.find("li", "Idea 2")
    for _ in range(40):
        press(widget.chrome, Keys.TAB)
        assert widget.run("return document.activeElement.id") != "behind"


def tab_to(widget: Widget, name: str) -> list[str]:
    visited: list[str] = []
    for _ in range(60):
        press(widget.chrome, Keys.TAB)
        stop = widget.run(FOCUS)
        if stop is None:
            continue  # In the browser's own bars.
        visited.append(stop[0])
        assert stop[1:] == [True, True], stop
        if name in stop[0]:
            return visited
    raise AssertionError(f"the Tab key does not reach {name}: {visited}")


@pytest.mark.parametrize("code", ["de", "fr", "es", "pt-BR", "ja", "ar", "nl"])
def test_the_pages_language(widget: Widget, admin: Person, code: str) -> None:
    """And what the board doesn't speak, in English."""
    heading = {"de": "Ideen", "fr": "Idées", "es": "Ideas", "pt": "Ideias", "ja": "アイデア", "ar": "الأفكار"}
    widget.product.language = code
    widget.open()
    assert widget.find("h2").text == heading.get(code[:2], "Ideas")
    assert widget.find("dialog").get_attribute("lang") == (code[:2] if code[:2] in heading else "en")


def test_the_widgets_own_language_goes_before_the_pages(widget: Widget, admin: Person) -> None:
    widget.product.tags = widget.product.tags.replace("<heed-feedback", '<heed-feedback lang="de"')
    widget.open()
    assert widget.find("h2").text == "Ideen"
    widget.click("[part=close]")
    widget.run("document.querySelector('heed-feedback').lang = 'fr'")
    widget.click("[part=button]")
    widget.find("h2", "Idées")


def test_what_is_typed_is_for_no_shortcut_of_the_page(widget: Widget, admin: Person) -> None:
    widget.open()
    widget.run("window.keys = 0; document.addEventListener('keydown', () => { window.keys++; })")
    widget.write("[part=search]", "dark")
    widget.find("p", "Nothing found.")
    assert widget.run("return window.keys") == 0
