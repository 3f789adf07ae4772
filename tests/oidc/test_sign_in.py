"""Signing in by OpenID Connect, from the button to the board."""

from tests.support.browsing import Browser
from tests.support.oidc_party import Party


def test_in_and_in_again(party: Party, browser: Browser) -> None:
    shown = party.sign_in(browser, to="/roadmap")
    assert shown.statuses == [303, 200], shown.text
    assert shown.path == "/roadmap"
    assert browser.open("/settings").status == 200
    assert "__Host-heed" in browser.cookies
    another = party.browser()
    assert party.sign_in(another).path == "/"
    assert "ada@example.com" in another.open("/settings/email").answer.text
    assert party.courier.rows() == [], "nothing is left"
