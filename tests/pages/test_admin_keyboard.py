"""The queue of ideas to approve in a real browser: by keys, by the Tab key, and without scripts."""

import pytest
from selenium.webdriver import Keys
from sqlalchemy import Engine

from infra.dev.browser import View, look
from tests.support.browser import complaints
from tests.support.keyboard import press
from tests.support.people import People, Person
from tests.support.window import Window

FOCUSED = "return document.activeElement.closest('.card')?.id"


@pytest.fixture
def waiting(admin: Person, people: People) -> None:
    admin.client.patch("/v1/board", json={"approve_first_posts": True}).raise_for_status()
    for number in range(1, 5):
        people.join(f"Newcomer {number}").post_idea(f"Idea {number}")


def visibilities(admin: Person) -> list[str]:
    return [admin.client.get(f"/v1/posts/{number}").json()["visibility"] for number in range(1, 5)]


@pytest.mark.usefixtures("waiting")
def test_by_keyboard_alone(window: Window, superuser: Engine, admin: Person) -> None:
    window.sign_in(superuser, admin)
    window.open("/admin")
    window.tab_to("main a.strong")
    press(window.chrome, Keys.ENTER)
    window.find("h1", "To approve")
    press(window.chrome, "j", "a")
    window.until(lambda: window.chrome.current_url.endswith("#post-2"))
    window.until(lambda: window.run(FOCUSED) == "post-2")
    press(window.chrome, "h")
    window.until(lambda: window.run(FOCUSED) == "post-3")
    window.tab_to("#post-3 .strong")  # And with the key that everybody knows.
    press(window.chrome, Keys.ENTER)
    window.until(lambda: window.run(FOCUSED) == "post-4")
    press(window.chrome, "a")
    window.find("main p", "No idea waits for approval.")
    assert visibilities(admin) == ["public", "hidden", "public", "public"]
    assert complaints(window.chrome) == []


@pytest.mark.usefixtures("waiting")
def test_without_scripts(window: Window, superuser: Engine, admin: Person) -> None:
    look(window.chrome, View(scripts=False))
    window.sign_in(superuser, admin)
    window.open("/admin/pending")
    window.click("#post-1 a", "Next")
    assert window.run(FOCUSED) == "post-2"
    window.click("#post-2 button", "Hide")
    window.until(lambda: window.run(FOCUSED) == "post-3")
    assert visibilities(admin) == ["pending", "hidden", "pending", "pending"]
