"""What of a sign-in has its time: how long it may take, how old what is known may be, and whose clock counts."""

import time

import pytest
from sqlalchemy import Engine

from tests.support.browsing import Browser
from tests.support.oidc import come_back, look, new_key
from tests.support.oidc_party import Party
from tests.support.rows import count

pytestmark = pytest.mark.adversary


def test_a_sign_in_that_took_too_long(party: Party, browser: Browser) -> None:
    state = party.begin(browser)
    party.courier.later(14 * 60 + 30)
    assert come_back(browser, state).heading == "Signing you in…"
    state = party.begin(browser)
    party.courier.later(15 * 60)
    shown = come_back(browser, state)
    assert shown.status == 403
    assert "has ended" in shown.text
    party.begin(browser)
    assert len(party.courier.rows()) == 1, "the next one sweeps it away"


def test_what_nobody_ended_is_swept_daily(party: Party, browser: Browser) -> None:
    party.begin(browser)
    party.courier.outbox.handle({"command": "sweep"})
    assert len(party.courier.rows()) == 1
    party.courier.later(15 * 60)
    party.courier.outbox.handle({"command": "sweep"})
    assert party.courier.rows() == []


@pytest.mark.parametrize(("minutes", "again"), [(59, 0), (61, 2)])
def test_what_is_known_of_it_is_fetched_again_each_hour(
    minutes: int, again: int, party: Party, browser: Browser, superuser: Engine
) -> None:
    party.sign_in(browser)
    party.courier.later(minutes * 60)
    party.begin(party.browser())
    assert count(superuser, "remote_documents WHERE due_at IS NOT NULL") == again


def test_the_provider_has_a_new_key(party: Party, browser: Browser) -> None:
    assert party.sign_in(browser).path == "/"
    party.answers.key = new_key("second", "ES256")
    party.answers.algorithm = "ES256"
    party.answers.published = [party.answers.key]
    party.courier.later(90)
    another = party.browser()
    state = party.begin(another)
    come_back(another, state)
    party.courier.work()
    assert look(another, state).heading == "Signing you in…", "the keys are fetched again, once"
    party.courier.work()
    assert look(another, state).path == "/"


def test_the_clocks_differ_a_little(party: Party, browser: Browser) -> None:
    now = int(time.time())
    party.answers.claims = {"iat": now + 90, "exp": now + 100}
    assert party.sign_in(browser).path == "/"
    party.answers.claims = {"iat": now - 100, "exp": now - 60}
    assert party.sign_in(party.browser()).path == "/"


def test_a_token_is_read_as_of_when_it_came(party: Party, browser: Browser) -> None:
    now = int(time.time())
    party.answers.claims = {"iat": now - 150, "exp": now - 100}
    state = party.begin(browser)
    come_back(browser, state)
    party.courier.work()
    party.courier.later(200)
    assert look(browser, state).path == "/"
