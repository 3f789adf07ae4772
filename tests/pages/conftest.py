"""A browser for every test of a process, and a board with the demo's people and posts, which tests only look at."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, command, look
from tests.support.browser import chromium, complaints
from tests.support.demo_board import DemoBoard, demo_board


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def chrome(browser: Chrome) -> Chrome:
    """It knows nobody, shows nothing, and looks as it did for the first test."""
    browser.get("about:blank")
    command(browser, "Storage.clearCookies")
    look(browser, View())
    complaints(browser)
    return browser


@pytest.fixture(scope="session")
def demo(database_url: str) -> Iterator[DemoBoard]:
    with demo_board(database_url) as board:
        yield board
