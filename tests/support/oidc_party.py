"""A board with a provider that answers as a test wants, and a courier between the two."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import Engine

from tests.support.boards import board
from tests.support.browsing import Browser, Shown
from tests.support.oidc import BOARD, CLIENT, Answers, Courier, begin, come_back, courier_for, look
from tests.support.oidc_answers import answering


@dataclass
class Party:
    issuer: str
    answers: Answers
    courier: Courier
    client: httpx.Client

    def browser(self) -> Browser:
        return Browser(self.client)

    def begin(self, browser: Browser, **carried: str) -> str:
        """The state."""
        wanted = begin(browser, **carried)
        self.answers.nonce = wanted["nonce"]
        return wanted["state"]

    def sign_in(self, browser: Browser, **carried: str) -> Shown:
        """From the button to where it leads."""
        return self.finish(browser, self.begin(browser, **carried))

    def finish(self, browser: Browser, state: str) -> Shown:
        come_back(browser, state)
        self.courier.work()
        return look(browser, state)


def who(browser: Browser) -> str:
    """The address of the account that is signed in."""
    [shown] = [
        each for each in browser.open("/settings/password").content.iter("input") if each.get("name") == "username"
    ]
    return str(shown.get("value"))


def refused(shown: Shown, words: str) -> None:
    assert shown.status == 403, shown.text
    assert words in shown.text


def claim(party: Party, **claims: Any) -> None:
    party.answers.claims = claims


@contextmanager
def party_of(superuser: Engine, **settings: Any) -> Iterator[Party]:
    with (
        answering() as (issuer, answers),
        courier_for(issuer, superuser) as courier,
        board(oidc_issuer=issuer, public_url=BOARD, **CLIENT, **settings) as client,
    ):
        yield Party(issuer, answers, courier, client)
