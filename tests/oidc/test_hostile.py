"""Whoever wants to be somebody else: what is forged, mixed up, replayed, or begun in another browser."""

import base64
import hmac
import json
import time
from typing import Any

import pytest

from tests.support.browsing import Browser, Shown
from tests.support.oidc import CLIENT, come_back, look, new_key
from tests.support.oidc_party import Party

pytestmark = pytest.mark.adversary


def refused(shown: Shown, words: str = "could not be trusted") -> None:
    assert shown.status == 403, shown.text
    assert words in shown.text
    assert "__Host-heed=" not in shown.answer.headers.get("set-cookie", "")
    assert shown.form("/sign-in/oidc") is not None, "one may begin again"


def test_an_answer_that_names_another_issuer(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    refused(come_back(browser, state, iss="https://evil.example.com"))
    party.courier.work()
    assert party.answers.redeemed == [], "the other one's code goes nowhere"
    refused(come_back(browser, state, iss=party.issuer), "has ended")


def test_an_answer_that_names_none_where_the_provider_always_does(party: Party, browser: Browser) -> None:
    party.answers.discovery["authorization_response_iss_parameter_supported"] = True
    party.courier.later(7200)
    party.courier.fetch(f"{party.issuer}/.well-known/openid-configuration")
    refused(come_back(browser, party.begin(browser)))
    state = party.begin(browser)
    come_back(browser, state, iss=party.issuer)
    party.courier.work()
    assert look(browser, state).path == "/"


def test_a_state_comes_back_once(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    come_back(browser, state, code="first")
    assert come_back(browser, state, code="second").heading == "Signing you in…"
    party.courier.work()
    assert come_back(browser, state, code="third").path == "/"
    party.courier.work()
    assert [each["code"] for each in party.answers.redeemed] == ["first"]
    come_back(browser, state, code="fourth")
    refused(come_back(party.browser(), state), "has ended")
    party.courier.work()
    assert len(party.answers.redeemed) == 1


def test_the_code_of_another_browser(party: Party, browser: Browser) -> None:
    """Whoever sends somebody the address with the own code would have them write into the own account."""
    victim = party.browser()
    state = party.begin(browser)
    refused(come_back(victim, state), "another browser")
    party.begin(victim)
    refused(come_back(victim, state), "another browser")
    refused(look(victim, state), "another browser")
    party.courier.work()
    assert party.answers.redeemed == []
    party.begin(browser)
    assert party.finish(browser, party.begin(browser)).path == "/", "whose it is may go on"
    come_back(browser, state)
    refused(look(victim, state), "another browser")


def test_a_code_injected_into_the_own_sign_in(party: Party, browser: Browser) -> None:
    """The nonce in its token is the one of the sign-in that it was stolen from."""
    party.begin(party.browser())
    stolen = party.answers.nonce
    state = party.begin(browser)
    party.answers.nonce = stolen
    refused(party.finish(browser, state))


CLAIMS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.example.com"},
    "an issuer with a slash": {"iss": "/"},
    "another client": {"aud": "another"},
    "a list without this client": {"aud": ["another"]},
    "several, without azp": {"aud": [CLIENT["oidc_client_id"], "another"]},
    "a subject that is no text": {"sub": 5},
    "a subject with NUL": {"sub": "a\0b"},
    "a nonce that is no text": {"nonce": ["x"]},
    "a surrogate for a nonce": {"nonce": "\ud800"},
    "expired": {"exp": int(time.time()) - 300},
}


@pytest.mark.parametrize("claims", CLAIMS.values(), ids=CLAIMS)
def test_an_id_token_with(claims: dict[str, Any], party: Party, browser: Browser) -> None:
    party.answers.claims = {name: party.issuer + "/" if value == "/" else value for name, value in claims.items()}
    refused(party.sign_in(browser))


@pytest.mark.parametrize("claim", ["iss", "aud", "sub", "exp", "iat", "nonce"])
def test_an_id_token_without(claim: str, party: Party, browser: Browser) -> None:
    party.answers.without = (claim,)
    refused(party.sign_in(browser))


def token_of(header: dict[str, Any], claims: str, secret: str | None) -> str:
    signed = f"{base64url(json.dumps(header).encode())}.{claims}"
    return f"{signed}.{base64url(hmac.digest(secret.encode(), signed.encode(), 'sha256')) if secret else ''}"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_an_id_token_by_none(party: Party, browser: Browser) -> None:
    for algorithm in ("none", "NONE", "", None):
        answer_with(party, {"alg": algorithm}, None)
        refused(party.sign_in(party.browser()))


def test_an_id_token_by_a_secret_that_others_know(party: Party, browser: Browser) -> None:
    """The client's secret is known to whoever runs the board; the public key to everybody."""
    for secret in (CLIENT["oidc_client_secret"], json.dumps(party.answers.published[0]), party.answers.key["n"]):
        answer_with(party, {"alg": "HS256", "kid": "first"}, secret)
        refused(party.sign_in(party.browser()))


def answer_with(party: Party, header: dict[str, Any], secret: str | None) -> None:
    def answer(tokens: dict[str, Any]) -> tuple[int, bytes]:
        forged = token_of(header, tokens["id_token"].split(".")[1], secret)
        return 200, json.dumps({**tokens, "id_token": forged}).encode()

    party.answers.token = answer


def test_an_id_token_by_another_key(party: Party, browser: Browser) -> None:
    party.answers.key = {**new_key("first")}
    refused(party.sign_in(browser))


def test_an_id_token_by_a_key_that_nobody_published(party: Party, browser: Browser) -> None:
    key = new_key("of the attacker")
    party.answers.key = key
    party.courier.later(90)
    state = party.begin(browser)
    come_back(browser, state)
    party.courier.work()
    assert look(browser, state).heading == "Signing you in…", "the keys are fetched again"
    party.courier.work()
    refused(look(browser, state))


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "a.b.c.d", "é.b.c", "e30.e30.", "W10.W10.", "a" * 16_000])
def test_an_id_token_that_is_none(token: str, party: Party, browser: Browser) -> None:
    party.answers.token = lambda tokens: (200, json.dumps({**tokens, "id_token": token}).encode())
    shown = party.sign_in(browser)
    assert shown.status in (403, 503), shown.text


def test_userinfo_of_somebody_else(party: Party, browser: Browser) -> None:
    party.answers.without = ("email", "email_verified")
    party.answers.userinfo = {"sub": "another", "email": "boss@example.com", "email_verified": True}
    party.courier.later(7200)
    party.courier.fetch(f"{party.issuer}/.well-known/openid-configuration")
    refused(party.sign_in(browser), "no e-mail address")


@pytest.mark.parametrize("path", ["/sign-in/oidc/callback", "/sign-in/oidc/finish"])
@pytest.mark.parametrize(
    "query", ["", "?state=", "?state=a&code=b", f"?state={'a' * 43}&code=%00", "?error=access_denied"]
)
def test_what_no_sign_in_leads_to(path: str, query: str, party: Party, browser: Browser) -> None:
    refused(browser.open(path + query), "has ended")


@pytest.mark.parametrize("code", ["", "a%00b", "%F0%9F%99%82", "a%0Ab"])
def test_a_code_that_is_none(code: str, party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    refused(browser.open(f"/sign-in/oidc/callback?state={state}&code={code}"))
    party.courier.work()
    assert party.answers.redeemed == []
