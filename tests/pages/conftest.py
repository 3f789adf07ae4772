"""A browser for every test of a process, and a board with the demo's people and posts, which tests only look at."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from infra.dev.browser import View, look
from infra.dev.demo.fill import client, fill
from tests.support.browser import chromium, complaints
from tests.support.database import cloned
from tests.support.server import served


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


@pytest.fixture
def chrome(browser: Chrome) -> Chrome:
    """It knows nobody, shows nothing, and looks as it did for the first test."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Storage.clearCookies", {})
    look(browser, View())
    complaints(browser)
    return browser


@pytest.fixture(scope="session")
def demo(database_url: str) -> Iterator[str]:
    """Its address."""
    with cloned(f"{database_url}demo") as own, served(database_url=own) as url:
        fill(client(url))
        yield url
