"""A provider that is down, slow or odd, a courier that dies, and people with two tabs: each is told what to do."""

import logging
import time
from typing import Any

import pytest

from app.courier import codes
from app.outbox.wake import MARKER
from tests.support.browsing import Browser, Shown
from tests.support.oidc import begin, come_back, look
from tests.support.oidc_party import Party

pytestmark = pytest.mark.adversary

ANSWERS: dict[str, tuple[int, bytes]] = {
    "500": (500, b"oops"),
    "an error of OAuth": (400, b'{"error": "invalid_grant"}'),
    "a redirect": (302, b""),
    "no JSON": (200, b"<html>"),
    "JSON that is no object": (200, b"[]"),
    "deep JSON": (200, b"[" * 60_000),
    "no ID token": (200, b'{"access_token": "a"}'),
    "an ID token that is no text": (200, b'{"id_token": 5}'),
    "NUL": (200, b'{"id_token": "a\\u0000b"}'),
    "too much": (200, b'{"id_token": "' + b"a" * 1_000_000 + b'"}'),
    "a long token": (200, b'{"id_token": "' + b"a" * 16_001 + b'"}'),
}


def failed(shown: Shown) -> None:
    assert shown.status == 503, shown.text
    assert "did not work just now" in shown.text
    assert shown.form("/sign-in/oidc") is not None, "one may begin again"


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_token_endpoint_that_answers(answer: tuple[int, bytes], party: Party, browser: Browser) -> None:
    party.answers.token = lambda _: answer
    failed(party.sign_in(browser))
    party.answers.token = None
    assert party.sign_in(browser).path == "/"


def test_a_token_endpoint_that_is_slow(party: Party, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "TIMEOUT", 0.3)

    def slow(_: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(1)
        return 200, b"{}"

    party.answers.token = slow
    started = time.monotonic()
    failed(party.sign_in(browser))
    assert time.monotonic() - started < 10


def test_a_token_endpoint_that_is_down(party: Party, browser: Browser) -> None:
    party.answers.discovery["token_endpoint"] = "http://127.0.0.1:1999/token"
    party.courier.later(7200)
    party.courier.fetch(f"{party.issuer}/.well-known/openid-configuration")
    failed(party.sign_in(browser))


def test_nothing_is_known_of_the_provider_yet(party: Party, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "heed.outbox")
    party.courier.execute("DELETE FROM remote_documents")
    assert MARKER not in caplog.text
    shown = browser.send("/sign-in/oidc", {"to": "/roadmap"})
    failed(shown)
    assert MARKER in caplog.text, "the courier is called"
    assert "retry-after" in shown.answer.headers
    party.courier.work()
    assert party.sign_in(browser, to="/roadmap").path == "/roadmap", "it was asked for"


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example.com"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"token_endpoint": 5},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_discovery_document_that_is_wrong(wrong: dict[str, Any], party: Party, browser: Browser) -> None:
    party.answers.discovery = wrong
    party.courier.later(7200)
    party.courier.fetch(f"{party.issuer}/.well-known/openid-configuration")
    failed(browser.send("/sign-in/oidc", {}))


def test_the_courier_never_comes(party: Party, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    """Though it was called, when there was something to do."""
    caplog.set_level(logging.INFO, "heed.outbox")
    state = party.begin(browser)
    assert MARKER not in caplog.text
    assert come_back(browser, state).heading == "Signing you in…"
    assert MARKER in caplog.text
    party.courier.later(31)
    failed(look(browser, state))
    party.courier.work()
    assert party.answers.redeemed == [], "nobody waits for it any more"


def test_the_courier_dies_between_the_code_and_the_report(party: Party, browser: Browser) -> None:
    """A code can be redeemed once, and some providers take back what they gave where it comes twice."""
    state = party.begin(browser)
    come_back(browser, state)
    assert party.courier.outbox.handle({"command": "claim"})["items"]
    [row] = party.courier.rows()
    assert (row["code"], row["verifier"]) == (None, None)
    party.courier.work()
    assert party.answers.redeemed == [], "no second courier has it"
    assert look(browser, state).heading == "Signing you in…"
    party.courier.later(31)
    failed(look(browser, state))
    assert party.sign_in(browser).path == "/"


def test_the_provider_is_forgotten_meanwhile(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    come_back(browser, state)
    party.courier.execute("DELETE FROM remote_documents")
    codes = party.courier.outbox.kinds["codes"]
    assert codes.claim() == {"items": [], "due_in": None}
    failed(look(browser, state))
    assert codes.claim() == {"items": [], "due_in": None}


def test_a_report_counts_once(party: Party, browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    come_back(browser, party.begin(browser))
    batch = party.courier.outbox.handle({"command": "claim"})
    report = {"command": "report", "kind": batch["kind"]}
    results = [{"token": batch["items"][0]["token"], "outcome": "failed", "reason": "x"}]
    assert party.courier.outbox.handle({**report, "results": results}) == {"counted": 1}
    assert party.courier.outbox.handle({**report, "results": results}) == {"counted": 0}
    assert "the OpenID provider can't be used: it x" in caplog.text


def test_two_tabs_of_one_browser(party: Party, browser: Browser) -> None:
    first, second = begin(browser), begin(browser)
    party.answers.nonce = first["nonce"]
    come_back(browser, first["state"])
    party.courier.work()
    party.answers.nonce = second["nonce"]
    come_back(browser, second["state"])
    party.courier.work()
    assert look(browser, second["state"]).path == "/"
    assert look(browser, first["state"]).path == "/"
    assert party.courier.rows() == []


def test_a_tab_that_looks_again_after_the_other(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    come_back(browser, state)
    party.courier.work()
    assert look(browser, state).statuses == [303, 200]
    assert look(browser, state).statuses == [303, 200], "it is signed in, so it is told nothing is wrong"
    assert come_back(browser, state).path == "/"


def test_the_provider_wants_the_secret_in_the_body(party: Party, browser: Browser) -> None:
    party.sign_in(browser)
    assert party.answers.headers[-1]["authorization"].startswith("Basic ")
    assert "client_secret" not in party.answers.redeemed[-1]
    party.answers.discovery["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    party.courier.later(7200)
    party.courier.fetch(f"{party.issuer}/.well-known/openid-configuration")
    assert party.sign_in(party.browser()).path == "/"
    assert "authorization" not in party.answers.headers[-1]
    assert party.answers.redeemed[-1]["client_secret"] == "s3cret: of + the / board"
