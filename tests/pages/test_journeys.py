"""Journeys of people in a real Chromium without JavaScript: whatever they do is a form and an address."""

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import url_to_be
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import Engine, text

from infra.dev.browser import View, look
from tests.support.codes import MAIL, mailed_code
from tests.support.people import Person
from tests.support.server import served

EMAIL = "ada@example.com"
PATIENCE = 10


@pytest.fixture
def no_script(chrome: Chrome) -> Iterator[Chrome]:
    look(chrome, View(scripts=False))
    chrome.implicitly_wait(PATIENCE)  # A click does not always wait for the page that it leads to.
    yield chrome
    chrome.implicitly_wait(0)


@pytest.fixture
def board(superuser: Engine, admin: Person) -> Iterator[str]:
    """The address of a board that sends mail."""
    with served(**MAIL) as url:
        yield url


def press(chrome: Chrome, selector: str) -> None:
    chrome.find_element(By.CSS_SELECTOR, selector).click()


def is_led_to(chrome: Chrome, url: str) -> None:
    WebDriverWait(chrome, PATIENCE, 0.05).until(url_to_be(url))


def type_into(chrome: Chrome, name: str, words: str) -> None:
    chrome.find_element(By.CSS_SELECTOR, f"main [name={name}]:not([type=hidden])").send_keys(words)


def test_a_visitor_votes_and_signs_up_by_a_code_on_the_way(
    no_script: Chrome, board: str, superuser: Engine, admin: Person
) -> None:
    admin.post_idea("Dark mode")
    no_script.get(f"{board}/?sort=newest")
    press(no_script, "#vote-1 button")
    no_script.find_element(By.XPATH, "//main//*[contains(., 'Sign in, and your vote is cast.')]")
    type_into(no_script, "email", EMAIL)
    press(no_script, "form[action='/sign-in'] button")
    no_script.find_element(By.NAME, "code")  # It is mailed by then.
    type_into(no_script, "code", mailed_code(superuser, EMAIL))
    press(no_script, "form[action='/sign-in/code'] button")
    is_led_to(no_script, f"{board}/?sort=newest#post-1")
    button = no_script.find_element(By.CSS_SELECTOR, "#vote-1 button")
    count = button.find_element(By.CLASS_NAME, "count")
    assert (button.get_attribute("aria-pressed"), count.text) == ("true", "2")
    with superuser.connect() as connection:
        voters = "SELECT email FROM users JOIN votes ON user_id = users.id WHERE post_id = 1 ORDER BY users.id"
        assert list(connection.scalars(text(voters))) == [admin.email, EMAIL]
    no_script.refresh()
    assert no_script.find_element(By.CSS_SELECTOR, "#vote-1 .count").text == "2"


def test_a_visitor_writes_and_the_text_is_posted_once_signed_in(
    no_script: Chrome, board: str, superuser: Engine
) -> None:
    words = 'Two lines,\nand <b>tags</b> & "quotes".'
    no_script.get(f"{board}/posts/new")
    type_into(no_script, "title", "Light mode")
    type_into(no_script, "content", words)
    press(no_script, "form[action='/posts/new'] button[value=check]")
    press(no_script, "form[action='/sign-up'] button")
    for name, value in (("name", "Ada"), ("email", EMAIL), ("password", "correct horse battery")):
        type_into(no_script, name, value)
    press(no_script, "form[action='/sign-up'] .strong")
    no_script.find_element(By.NAME, "code")  # It is mailed by then.
    type_into(no_script, "code", mailed_code(superuser, EMAIL))
    press(no_script, "form[action='/sign-in/code'] button")
    is_led_to(no_script, f"{board}/posts/1/light-mode")
    assert "Ada" in no_script.find_element(By.CSS_SELECTOR, ".person").text
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT content FROM posts WHERE id = 1")) == words
