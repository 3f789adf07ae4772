"""The checkers find what they are for: each is shown pages with planted faults, and pages without."""

from collections.abc import Callable
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from infra.dev.browser import View, look
from tests.support import axe, html_validate
from tests.support.browser import complaints, overflow, policy_violations
from tests.support.keyboard import Stop, press, stops

Show = Callable[..., None]

PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Ideas</title>
    <style>:root {{ color-scheme: light dark }} {style}</style>
  </head>
  <body>
    <main>
      <h1>Ideas</h1>
      {main}
    </main>
  </body>
</html>
"""


def page(main: str, style: str = "", policy: str = "") -> str:
    return PAGE.format(main=main, style=style, policy=policy)


@pytest.fixture
def show(chrome: Chrome, tmp_path: Path) -> Show:
    def show(main: str, style: str = "", policy: str = "") -> None:
        (tmp_path / "page.html").write_text(page(main, style, policy))
        chrome.get((tmp_path / "page.html").as_uri())

    return show


def test_axe_says_nothing_of_a_page_without_barriers(chrome: Chrome, show: Show) -> None:
    show('<button type="button">Vote</button>')
    assert axe.barriers(chrome) == []
    assert policy_violations(chrome) == complaints(chrome) == []


@pytest.mark.parametrize(
    ("rule", "main", "style"),
    [
        ("button-name", '<button type="button"></button>', ""),
        ("color-contrast", "<p>Pale</p>", "p { color: #777; background: #eee }"),
        ("color-contrast (not sure)", "<p>Who knows</p>", "p { background: linear-gradient(white, black) }"),
        ("target-size", '<button type="button">a</button><button type="button">b</button>',
         "button { all: unset; width: 9px; height: 9px; overflow: hidden }"),
        ("heading-order", "<h4>Deep</h4>", ""),
    ],
)  # fmt: skip
def test_axe_finds(chrome: Chrome, show: Show, rule: str, main: str, style: str) -> None:
    show(main, style)
    [barrier] = axe.barriers(chrome)
    assert barrier.startswith(f"{rule}: ")


def test_axe_looks_in_both_colour_schemes(chrome: Chrome, show: Show) -> None:
    night = "body { color: white; background: black } p { color: #444 }"
    show("<p>Pale at night</p>", f"@media (prefers-color-scheme: dark) {{ {night} }}")
    assert axe.barriers(chrome) == []
    look(chrome, View(dark=True))
    assert [barrier.partition(":")[0] for barrier in axe.barriers(chrome)] == ["color-contrast"]


def test_html_validate_finds() -> None:
    documents = {
        "good": page("<p>Fine</p>"),
        "nested": page("<p><div>No</div></p>"),
        "twice": page('<p id="a"></p>' * 2),
    }
    found = html_validate.faults(documents)
    assert {line.split(": ")[1] for line in found if line.startswith("nested:")} >= {"close-order"}
    assert {line.split(": ")[1] for line in found if line.startswith("twice:")} == {"no-dup-id"}
    assert not [line for line in found if line.startswith("good:")]


def test_a_policy_that_refuses_is_heard(chrome: Chrome, show: Show) -> None:
    show('<img src="https://elsewhere.example/pixel.gif" alt=""><p onclick="x()">Text</p>')
    assert sorted(policy_violations(chrome)) == [
        "img-src: https://elsewhere.example/pixel.gif",
        "script-src-attr: inline",
    ]
    assert len(complaints(chrome)) == 2
    assert complaints(chrome) == []


@pytest.mark.parametrize("view", [View(width=320), View(zoom=4)], ids=str)
def test_what_is_too_wide_is_seen(chrome: Chrome, show: Show, view: View) -> None:
    look(chrome, view)
    show("<p>Narrow</p>")
    assert overflow(chrome) == 0
    show("<p>Wide</p>", "body { margin: 0 } p { width: 400px }")
    assert overflow(chrome) == 80


def test_scripts_are_off_where_a_view_says_so(chrome: Chrome, show: Show) -> None:
    script = "<script>document.title = 'on'</script>"
    look(chrome, View(scripts=False))
    show(script, policy="; script-src 'unsafe-inline'")
    assert chrome.title == "Ideas"
    assert axe.barriers(chrome) == []
    assert chrome.title == "Ideas"
    look(chrome, View())
    show(script, policy="; script-src 'unsafe-inline'")
    assert chrome.title == "on"


@pytest.mark.parametrize(
    ("view", "query"),
    [
        (View(forced_colors=True), "(forced-colors: active)"),
        (View(reduced_motion=True), "(prefers-reduced-motion: reduce)"),
    ],
    ids=str,
)
def test_what_a_person_prefers(chrome: Chrome, show: Show, view: View, query: str) -> None:
    show("<p>Text</p>")
    matches = f"return matchMedia('{query}').matches"
    assert chrome.execute_script(matches) is False
    look(chrome, view)
    assert chrome.execute_script(matches) is True


def test_the_keyboard_stops_at_everything_in_order_and_shows_where_it_is(chrome: Chrome, show: Show) -> None:
    show(
        '<a href="#one">One</a> <button type="button">Two</button> <a href="#three">Three</a>'
        '<p tabindex="0">Four</p> <button type="button" disabled>Never</button>',
        ":focus-visible { outline: 3px solid } button { outline: none !important } p { position: fixed; left: -999px }",
    )
    assert stops(chrome) == [
        Stop("a", "One", ringed=True, in_sight=True),
        Stop("button", "Two", ringed=False, in_sight=True),
        Stop("a", "Three", ringed=True, in_sight=True),
        Stop("p", "Four", ringed=True, in_sight=False),
    ]
    chrome.find_element(By.CSS_SELECTOR, "a").click()
    press(chrome, Keys.TAB, Keys.TAB, Keys.ENTER)
    assert chrome.current_url.endswith("#three")
