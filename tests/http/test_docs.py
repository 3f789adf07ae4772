"""`/docs` and `/redoc` in a real browser, with nothing from anywhere else."""

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.wait import WebDriverWait

from tests.support.browser import chromium, complaints, requested_hosts, served
from tests.support.people import PASSWORD, Person

PATIENCE = 30


@pytest.fixture(scope="module")
def server(database_url: str) -> Iterator[str]:
    with served(database_url) as url:
        yield url


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with chromium(tmp_path_factory.mktemp("profile")) as chrome:
        yield chrome


def find(chrome: Chrome, selector: str) -> WebElement:
    """The element, once it can be clicked, with nothing in front of it."""
    element: WebElement = WebDriverWait(chrome, PATIENCE, 0.05).until(
        expected.element_to_be_clickable((By.CSS_SELECTOR, selector))
    )
    chrome.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    return element


def assert_nothing_left_the_host(chrome: Chrome, server: str) -> None:
    assert requested_hosts(chrome) == {urlsplit(server).netloc}
    assert complaints(chrome) == []


def test_swagger_ui_signs_in_and_posts_an_idea(
    chrome: Chrome, server: str, admin: Person, visitor: httpx.Client
) -> None:
    chrome.get(f"{server}/docs")
    find(chrome, ".btn.authorize").click()
    find(chrome, "#oauth_username, input[name=username]").send_keys(admin.email)
    find(chrome, "#oauth_password, input[name=password]").send_keys(PASSWORD)
    find(chrome, ".auth-btn-wrapper .authorize").click()
    find(chrome, ".auth-btn-wrapper .btn-done, .close-modal").click()

    find(chrome, "#operations-posts-create_post .opblock-summary-control").click()
    find(chrome, "#operations-posts-create_post .try-out__btn").click()
    body = find(chrome, "#operations-posts-create_post textarea.body-param__text")
    body.clear()
    body.send_keys(json.dumps({"title": "From the browser"}))
    find(chrome, "#operations-posts-create_post .execute").click()
    status = find(chrome, "#operations-posts-create_post .live-responses-table .response .response-col_status")
    assert status.text.split()[0] == "201"

    [post] = visitor.get("/v1/posts").json()["items"]
    assert (post["title"], post["author"]["id"], post["votes_count"]) == ("From the browser", admin.id, 1)
    assert_nothing_left_the_host(chrome, server)


def test_redoc_renders(chrome: Chrome, server: str) -> None:
    chrome.get(f"{server}/redoc")
    assert find(chrome, "h1").text.startswith("Heed")
    assert "Create Post" in find(chrome, "body").text
    assert_nothing_left_the_host(chrome, server)
