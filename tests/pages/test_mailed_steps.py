"""What pages look like where the board sends mail, which the demo's board does not: markup, and no barrier for axe."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import Engine

from infra.dev.browser import View, look
from tests.support import axe, html_validate
from tests.support.browser import overflow, policy_violations
from tests.support.browsing import Browser, Shown
from tests.support.codes import MAIL
from tests.support.people import PASSWORD, Person
from tests.support.server import served

CALM = View(reduced_motion=True)
VIEWS = (CALM, replace(CALM, width=320, dark=True))
# Where the way leads, and the button that is pressed there after the address is typed.
STEPS = {
    "sign-in": ("/sign-in", None),
    "code": ("/sign-in", "form[action='/sign-in'] button"),
    "sign-up": ("/sign-up", None),
}


@pytest.fixture
def board(superuser: Engine, member: Person) -> Iterator[str]:
    with served(**MAIL) as url:
        yield url


def test_markup(mailing: httpx.Client, admin: Person, member: Person) -> None:
    admin.post_idea()
    browser = Browser(mailing)
    seen: dict[str, Shown] = {"sign-in": browser.open("/sign-in?to=/settings")}
    seen["vote"] = browser.submit(browser.open("/"), "/posts/1/vote", ("voted", "yes"))
    seen["sign-up on the way"] = browser.submit(seen["vote"], "/sign-up", ("show", "form"))
    seen["code"] = browser.submit(seen["vote"], "/sign-in", email=member.email)
    seen["wrong code"] = browser.submit(seen["code"], "/sign-in/code", code="1")
    seen["wrong password"] = browser.submit(seen["vote"], "/sign-in/password", email=member.email, password="wrong")
    browser.submit(seen["vote"], "/sign-in/password", email=member.email, password=PASSWORD)
    seen["password"] = browser.open("/settings/password")
    seen["address"] = browser.open("/settings/email")
    seen["new address"] = browser.send("/settings/email", {"email": "a@b.example"})
    seen["wrong code for it"] = browser.submit(seen["new address"], "/settings/email/code", code="1")
    refused = {name: shown.status for name, shown in seen.items() if shown.status >= 400}
    assert refused == {"vote": 401, "wrong code": 403, "wrong password": 403, "wrong code for it": 403}
    found = html_validate.faults({name: shown.answer.text for name, shown in seen.items()})
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("path", "button"), STEPS.values(), ids=STEPS)
def test_everybody_can_use_it(chrome: Chrome, board: str, path: str, button: str | None) -> None:
    chrome.get(board + path)
    if button:
        chrome.find_element(By.NAME, "email").send_keys("somebody.with.a.rather.long.address@example.com")
        chrome.find_element(By.CSS_SELECTOR, button).click()
        headed = expected_conditions.text_to_be_present_in_element((By.TAG_NAME, "h1"), "Enter the code")
        WebDriverWait(chrome, 10, 0.05).until(headed)  # A click does not always wait for the page that it leads to.
    for view in VIEWS:
        look(chrome, view)
        assert (axe.barriers(chrome), overflow(chrome)) == ([], 0), view
    assert policy_violations(chrome) == []
