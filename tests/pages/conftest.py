"""Browsers with and without a screen, a board that sends mail, and one of the demo's, which tests only look at."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, command, look
from tests.support.browser import chromium, complaints
from tests.support.browsing import Browser
from tests.support.people import Person

if TYPE_CHECKING:
    from tests.support.demo_board import DemoBoard


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
def chrome_of_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """Starting one takes seconds, so that a process has one."""
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def chrome(chrome_of_all: Chrome) -> Chrome:
    """It knows nobody, shows nothing, and looks as it did for the first test."""
    chrome_of_all.get("about:blank")
    command(chrome_of_all, "Storage.clearCookies")
    look(chrome_of_all, View())
    complaints(chrome_of_all)
    return chrome_of_all


@pytest.fixture(scope="session")
def demo(database_url: str) -> "Iterator[DemoBoard]":
    from tests.support.demo_board import demo_board  # As above.

    with demo_board(database_url) as board:
        yield board
