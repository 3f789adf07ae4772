"""Browsers of the board's visitors and members, and a board that sends mail."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.browsing import Browser
from tests.support.people import Person


@pytest.fixture
def browser(visitor: httpx.Client) -> Browser:
    return Browser(visitor)


@pytest.fixture
def signed_in(visitor: httpx.Client, member: Person) -> Browser:
    """The member's."""
    browser = Browser(visitor)
    browser.sign_in(member.email)
    return browser


@pytest.fixture
def mailing(admin: Person) -> Iterator[httpx.Client]:
    """The way to a board that sends mail."""
    from tests.support.codes import mail_board  # It needs the database of the tests, which is there after this file.

    with mail_board() as client:
        yield client
