"""What the pages of a sign-in send to PostgreSQL: who waits asks often, and who comes without one costs nothing."""

import pytest

from app.board import cache
from tests.http.test_reads import executed
from tests.support.browsing import Browser
from tests.support.oidc import come_back, look
from tests.support.oidc_party import Party


@pytest.fixture(autouse=True)
def kept_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 60.0)


@pytest.mark.parametrize("path", ["/sign-in/oidc", "/sign-in/oidc/callback", "/sign-in/oidc/finish?state=x"])
def test_without_a_sign_in_nothing_is_asked(path: str, party: Party, browser: Browser) -> None:
    browser.open("/sign-in")  # Reads the board, which is kept.
    with executed() as seen:
        browser.open(path)
    assert seen == []


def test_who_waits_costs_one_read(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    come_back(browser, state)
    with executed() as seen:
        assert look(browser, state).heading == "Signing you in…"
    assert len(seen) == 1
