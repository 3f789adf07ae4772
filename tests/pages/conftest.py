"""Browsers of the board's visitors and members, a board that sends mail, and a real Chromium with the demo's board."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import command
from tests.support.browser import leave
from tests.support.browsing import Browser
from tests.support.gateway import Handler
from tests.support.people import Person

if TYPE_CHECKING:
    from tests.support.demo_board import DemoBoard
    from tests.support.window import Window


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


@pytest.fixture(scope="session")
def demo(database_url: str) -> "Iterator[DemoBoard]":
    """For tests that only look."""
    from tests.support.demo_board import demo_board  # As above.

    with demo_board(database_url) as board:
        yield board


@pytest.fixture(scope="session")
def mailing_url(database_url: str) -> Iterator[str]:
    """The address of a board that sends mail."""
    from tests.support.codes import MAIL
    from tests.support.server import served

    with served(**MAIL, database_url=database_url) as url:
        yield url


@pytest.fixture
def window(chrome: Chrome, mailing_url: str, handler: Handler) -> "Iterator[Window]":
    """Of a browser that keeps nothing of that board, which is the `handler`'s and emptied afterwards."""
    from tests.support.window import Window

    command(chrome, "Storage.clearDataForOrigin", origin=mailing_url, storageTypes="all")
    yield Window(chrome, mailing_url)
    leave(chrome, mailing_url)
