"""No barrier on any page, in any state: for axe, at 320 CSS px and at 400 % zoom, and with the keyboard alone.

Each state is seen wide and narrow, light and dark, and in either direction of writing. Which of these go together
changes from one state to the next, so that each pair comes up.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, look
from tests.support import axe
from tests.support.browser import complaints, overflow, policy_violations
from tests.support.demo_board import DemoBoard
from tests.support.demo_states import MEMBER, STATES, State
from tests.support.keyboard import stops

# With less motion, as a colour on its way to another has neither's contrast.
CALM = View(reduced_motion=True)
WIDE, NARROW, ZOOMED = CALM, replace(CALM, width=320), replace(CALM, zoom=4)
VIEWS = (
    {"en": WIDE, "ar": replace(NARROW, dark=True)},
    {"en": NARROW, "ar": replace(WIDE, dark=True)},
    {"en": replace(WIDE, dark=True), "ar": ZOOMED},
    {"en": replace(ZOOMED, dark=True), "ar": WIDE},
)
DIRECTIONS = {"en": "ltr", "ar": "rtl"}


@pytest.fixture(scope="module", autouse=True)
def axe_at_hand(shared_chrome: Chrome) -> Iterator[None]:
    with axe.in_every_page(shared_chrome):
        yield


@pytest.mark.parametrize(
    ("state", "views"),
    [pytest.param(state, views, id=str(state)) for state, views in zip(STATES, cycle(VIEWS), strict=False)],
)
def test_everybody_can_use_it(chrome: Chrome, demo: DemoBoard, state: State, views: dict[str, View]) -> None:
    found: dict[str, list[str]] = {}
    for language, view in views.items():
        look(chrome, view)
        demo.show(chrome, state, language)
        assert chrome.execute_script("return document.dir") == DIRECTIONS[language]
        wide = [f"{pixels} px too wide"] if (pixels := overflow(chrome)) else []
        for barrier in axe.barriers(chrome) + wide:
            found.setdefault(barrier, []).append(f"{language}, {view}")
    assert not found, "\n".join(f"{' / '.join(where)}:\n  {barrier}" for barrier, where in found.items())
    assert policy_violations(chrome) == []
    refused = f"the server responded with a status of {state.status}"  # Chromium calls that an error of the page.
    assert [each for each in complaints(chrome) if refused not in each] == []


@pytest.mark.parametrize("state", [State("/"), State("/posts/1", by=MEMBER)], ids=str)
@pytest.mark.parametrize("view", [View(), View(width=320, dark=True), View(forced_colors=True)], ids=str)
def test_the_keyboard_shows_where_it_is(chrome: Chrome, demo: DemoBoard, state: State, view: View) -> None:
    look(chrome, view)
    demo.show(chrome, state)
    found = stops(chrome)
    assert len(found) > 10
    assert [stop for stop in found if not (stop.name and stop.ringed and stop.in_sight)] == []
