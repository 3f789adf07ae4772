"""The roadmap in a real browser: put in order by keyboard and by dragging."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from tests.support.browser import served
from tests.support.changelog import set_status
from tests.support.people import PASSWORD, Person

PATIENCE = 20


@pytest.fixture(scope="module")
def server(database_url: str) -> Iterator[str]:
    with served(database_url) as url:
        yield url


def titles(chrome: Chrome) -> list[str]:
    """Read at once, as the script replaces the column meanwhile."""
    return list(
        chrome.execute_script("return [...document.querySelectorAll('#column-planned h3')].map((e) => e.innerText)")
    )


def wait_for(chrome: Chrome, expected: list[str]) -> None:
    WebDriverWait(chrome, PATIENCE, 0.05).until(lambda _: titles(chrome) == expected)


def card(chrome: Chrome, post_id: int) -> WebElement:
    return chrome.find_element(By.ID, f"post-{post_id}")


def test_by_keyboard_and_by_dragging(chrome: Chrome, server: str, admin: Person) -> None:
    first, second, third = (int(admin.post_idea(f"Idea {number}")["id"]) for number in (3, 2, 1))
    for post_id in (first, second, third):
        set_status(admin, post_id)
    chrome.get(f"{server}/sign-in/password?to=/roadmap")
    chrome.find_element(By.NAME, "email").send_keys(admin.email)
    chrome.find_element(By.NAME, "password").send_keys(PASSWORD, Keys.ENTER)
    WebDriverWait(chrome, PATIENCE, 0.05).until(lambda _: chrome.find_elements(By.CSS_SELECTOR, ".person .name"))
    chrome.get(f"{server}/roadmap")
    assert titles(chrome) == ["Idea 1", "Idea 2", "Idea 3"]

    chrome.find_element(By.ID, f"up-{first}").send_keys(Keys.ENTER)
    wait_for(chrome, ["Idea 1", "Idea 3", "Idea 2"])
    assert chrome.switch_to.active_element.get_attribute("id") == f"up-{first}", "the focus goes along"
    chrome.switch_to.active_element.send_keys(Keys.ENTER)
    wait_for(chrome, ["Idea 3", "Idea 1", "Idea 2"])
    said = chrome.find_element(By.ID, "announcer")
    WebDriverWait(chrome, PATIENCE, 0.05).until(lambda _: said.text == "“Idea 3” is moved.")

    below = card(chrome, second)
    drag = ActionChains(chrome).click_and_hold(card(chrome, first))
    drag.move_to_element_with_offset(below, 0, below.size["height"] // 3).release().perform()
    wait_for(chrome, ["Idea 1", "Idea 2", "Idea 3"])
    chrome.refresh()
    assert titles(chrome) == ["Idea 1", "Idea 2", "Idea 3"], "and is stored"
    assert [entry["message"] for entry in chrome.get_log("browser") if entry["level"] == "SEVERE"] == []  # type: ignore[no-untyped-call]
