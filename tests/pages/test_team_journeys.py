"""A moderator's way through a board in a real browser: by keyboard alone, and again without scripts."""

import pytest
from selenium.webdriver import ActionChains, Keys
from sqlalchemy import Engine, text

from infra.dev.browser import View, look
from tests.support.browser import complaints
from tests.support.comments import comment
from tests.support.keyboard import press
from tests.support.people import Person
from tests.support.window import Window

APPROVE, PREVIEW, ANSWER = ".notice [value=public]", "[value=preview]", "[value=answer]"
UNDO = "form[action$='/undo-merge'] button"


@pytest.fixture
def ideas(superuser: Engine, admin: Person, member: Person) -> None:
    """The first one waits for approval, with a rude comment; the second asks the same."""
    member.post_idea("Dark mode")
    member.post_idea("A dark mode please")
    comment(member, 1, "Rude")
    admin.client.post("/v1/tags", json={"slug": "web", "name": "Web"}).raise_for_status()
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET visibility = 'pending' WHERE id = 1"))


def assert_done(admin: Person, shown: Window) -> None:
    post = admin.client.get("/v1/posts/1").json()
    assert (post["visibility"], post["status"], post["response"]) == ("public", "planned", "In **spring**.")
    assert [tag["slug"] for tag in post["tags"]] == ["web"]
    assert [each["hidden"] for each in admin.client.get("/v1/posts/1/comments").json()["items"]] == [True]
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    done = ["post.moderated", "post.status", "post.tagged", "comment.hidden", "post.merged", "post.unmerged"]
    assert [entry["action"] for entry in reversed(entries)][1:] == done  # The first made the tag.
    assert complaints(shown.chrome) == []


def test_by_keyboard(window: Window, superuser: Engine, admin: Person, ideas: None) -> None:
    def go_to(selector: str, *keys: str) -> None:
        window.tab_to(selector)
        press(window.chrome, *keys)

    window.sign_in(superuser, admin)
    window.open("/posts/1")
    go_to(APPROVE, Keys.ENTER)
    window.is_gone(APPROVE)
    go_to(".team-side summary", Keys.ENTER)
    go_to("#status", "Pla")
    go_to("#response", "In **spring**.")
    go_to(PREVIEW, Keys.ENTER)
    window.find("#preview strong", "spring")
    assert window.find(".told").text == "1 person will be told."
    ActionChains(window.chrome).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert window.run(f"return document.activeElement.matches('{ANSWER}')")
    press(window.chrome, Keys.ENTER)
    window.find(".post > .answer strong", "spring")
    go_to("a[href$='/tags']", Keys.ENTER)
    go_to("[name='tag.web']", Keys.SPACE)
    go_to("main .strong", Keys.ENTER)
    window.find(".tag", "Web")
    go_to(".comments [name=hidden]", Keys.ENTER)
    window.find(".comments .status.waiting", "Hidden")
    window.open("/posts/2")
    go_to("a[href$='/merge']", Keys.ENTER)
    window.find("h1", "Merge into another idea")
    go_to("[name=into]", Keys.SPACE)
    go_to("main .strong", Keys.ENTER)
    window.find("h1", "What moves")
    go_to("main .strong", Keys.ENTER)
    window.find(".notice", "This idea was merged into another.")
    go_to(UNDO, Keys.ENTER)
    window.is_gone(UNDO)
    assert_done(admin, window)


def test_without_scripts(window: Window, superuser: Engine, admin: Person, ideas: None) -> None:
    look(window.chrome, View(scripts=False))
    window.sign_in(superuser, admin)
    window.open("/posts/1")
    window.click(APPROVE)
    window.is_gone(APPROVE)
    window.click(".team-side summary")
    window.click("#status option", "Planned")
    window.write("#response", "In **spring**.")
    window.click(PREVIEW)
    window.find("#preview strong", "spring")
    window.click(ANSWER)
    window.find(".post > .answer strong", "spring")
    window.click("a[href$='/tags']")
    window.click("[name='tag.web']")
    window.click("main button", "Save")
    window.find(".tag", "Web")
    window.click(".comments [name=hidden]")
    window.find(".comments .status.waiting", "Hidden")
    window.open("/posts/2")
    window.click("a[href$='/merge']")
    window.write("#q", "dark")
    window.click("main button", "Search")
    window.click("[name=into]")
    window.click("main button", "See what moves")
    window.click("main button", "Merge")
    window.click(UNDO)
    window.is_gone(UNDO)
    assert_done(admin, window)
