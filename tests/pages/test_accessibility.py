"""No barrier on any page, in any state: for axe, at 320 CSS px and at 400 % zoom, and with the keyboard alone.

Each state is seen four times, so that each pair of colours, width and direction of writing comes up.
"""

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, look
from tests.support import axe
from tests.support.browser import complaints, overflow, policy_violations
from tests.support.demo_board import MEMBER, STATES, DemoBoard, State
from tests.support.keyboard import stops

VIEWS = {"en": (View(), View(width=320, dark=True)), "ar": (View(dark=True), View(zoom=4))}
DIRECTIONS = {"en": "ltr", "ar": "rtl"}


@pytest.mark.parametrize("state", STATES, ids=str)
def test_everybody_can_use_it(chrome: Chrome, demo: DemoBoard, state: State) -> None:
    found = []
    for language, views in VIEWS.items():
        demo.show(chrome, state, language)
        assert chrome.execute_script("return document.dir") == DIRECTIONS[language]
        for view in views:
            look(chrome, view)
            where = f"{language}, {view}"
            found += [f"{where}: {barrier}" for barrier in axe.barriers(chrome)]
            found += [f"{where}: {pixels} px too wide"] if (pixels := overflow(chrome)) else []
        found += policy_violations(chrome)
    # Chromium notes as an error that the page itself has such a status.
    found += [
        each for each in complaints(chrome) if f"the server responded with a status of {state.status}" not in each
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", [State("/"), State("/posts/1", by=MEMBER)], ids=str)
@pytest.mark.parametrize("view", [View(), View(width=320, dark=True), View(forced_colors=True)], ids=str)
def test_the_keyboard_shows_where_it_is(chrome: Chrome, demo: DemoBoard, state: State, view: View) -> None:
    look(chrome, view)
    demo.show(chrome, state)
    found = stops(chrome)
    assert len(found) > 10
    assert [stop for stop in found if not (stop.name and stop.ringed and stop.in_sight)] == []
