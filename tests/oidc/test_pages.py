"""The pages on the way: the HTML that the standard asks for, kept by nobody, in the reader's language."""

import pytest

from tests.support import html_validate
from tests.support.browsing import Browser
from tests.support.oidc import come_back, look
from tests.support.oidc_party import Party
from tests.support.people import Person


def test_markup_and_caching(party: Party, browser: Browser, admin: Person) -> None:
    shown = {"button": browser.open("/sign-in"), "away": browser.send("/sign-in/oidc", {"to": "/roadmap"})}
    shown["over"] = look(browser, "x")
    post_id = admin.post_idea()["id"]
    state = party.begin(browser, action=f"/posts/{post_id}/vote", voted="yes")
    shown["waiting"] = come_back(browser, state)
    party.courier.work()
    shown["signed in"] = look(browser, state)
    shown["not linked"] = party.browser().open("/settings/oidc")
    shown["linked"] = browser.open("/settings/oidc")
    assert {name: each.status for name, each in shown.items() if each.status != 200} == {"over": 403, "not linked": 401}
    faults = html_validate.faults({name: each.answer.text for name, each in shown.items()})
    assert not faults, "\n".join(faults)
    assert [name for name, each in shown.items() if "no-store" not in each.answer.headers["Cache-Control"]] == []


def test_what_was_begun_before_is_done_with_one_click(party: Party, browser: Browser, admin: Person) -> None:
    post_id = admin.post_idea()["id"]
    asks = browser.send("/posts/new", {"title": "Light mode", "content": "For the sun.\nPlease.", "step": "post"})
    assert asks.status == 401
    begun = browser.submit(asks, "/sign-in/oidc")
    state = begun.answer.headers["refresh"].partition("state=")[2].partition("&")[0]
    party.answers.nonce = begun.answer.headers["refresh"].partition("nonce=")[2].partition("&")[0]
    shown = party.finish(browser, state)
    assert shown.heading == "You are signed in"
    assert "Ada" in shown.answer.text, "the page knows who it is by now"
    assert browser.submit(shown, "/posts/new").path == f"/posts/{post_id + 1}/light-mode"


def test_in_the_readers_language(party: Party, browser: Browser) -> None:
    browser.client.headers["Accept-Language"] = "de"
    assert "Mit Acme anmelden" in browser.open("/sign-in").text
    state = party.begin(browser)
    assert come_back(browser, state).heading == "Du wirst angemeldet …"


def test_a_private_board_lets_one_in(party: Party, browser: Browser, admin: Person) -> None:
    admin.client.patch("/v1/board", json={"private": True}).raise_for_status()
    assert browser.open("/").status == 401
    assert party.sign_in(browser).statuses == [303, 200]


def test_who_waits_looks_again_by_itself(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    shown = come_back(browser, state)
    assert shown.answer.headers["Refresh"] == f"2; url=/sign-in/oidc/finish?state={state}"


def test_who_is_in_looks_at_what_has_ended(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    assert party.finish(browser, state).path == "/"
    assert [each(browser, state).path for each in (come_back, look)] == ["/", "/"]


@pytest.mark.parametrize(
    ("error", "said"),
    [("access_denied", "You were not signed in there"), ("server_error", "could not be trusted")],
)
def test_what_the_provider_refuses(party: Party, browser: Browser, error: str, said: str) -> None:
    shown = come_back(browser, party.begin(browser), error=error)
    assert (shown.status, said in shown.text) == (403, True)
    assert shown.form("/sign-in/oidc") is not None, "one may begin again"


@pytest.mark.parametrize(("name", "longest"), [("state", 255), ("iss", 255), ("error", 255), ("code", 4_000)])
def test_what_is_longer_than_any_answer(party: Party, browser: Browser, name: str, longest: int) -> None:
    for length, status in ((longest, 403), (longest + 1, 400)):
        assert browser.open(f"/sign-in/oidc/callback?{name}={'x' * length}").status == status
