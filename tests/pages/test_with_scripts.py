"""What people do on the board in a real browser: by keyboard, in two tabs, without a reload; and nothing of it
needs a script."""

from selenium.webdriver import Keys
from sqlalchemy import Engine

from infra.dev.browser import View, look
from tests.support.browser import complaints
from tests.support.codes import mailed_code
from tests.support.keyboard import press
from tests.support.people import Person
from tests.support.window import Window

MARK = "window.marked = true"  # It is gone where the page was loaded anew.


def test_by_keyboard_from_the_first_visit_to_a_comment(window: Window, superuser: Engine, member: Person) -> None:
    member.post_idea("Dark mode")
    window.open("/")
    window.tab_to("#vote-1 button")
    press(window.chrome, Keys.ENTER)
    window.find("h1", "Sign in")
    window.tab_to("#email")
    press(window.chrome, "ada@example.com", Keys.ENTER)
    window.find("h1", "Enter the code")
    window.tab_to("#code")
    press(window.chrome, mailed_code(superuser, "ada@example.com"), Keys.ENTER)
    assert window.find(".vote button").get_attribute("aria-pressed") == "true"
    window.tab_to("h2 a")
    press(window.chrome, Keys.ENTER)
    window.find("h1", "Dark mode")
    window.tab_to("#content")
    press(window.chrome, "Yes, please.", Keys.TAB, Keys.SPACE)
    window.find(".talk li", "Yes, please.")
    window.until(lambda: window.find("#announcer").get_property("textContent") == "Your comment is there.")
    assert [each for each in complaints(window.chrome) if "401 (Unauthorized)" not in each] == []


def test_without_scripts(window: Window, superuser: Engine, member: Person) -> None:
    look(window.chrome, View(scripts=False))
    window.sign_in(superuser, member)
    member.post_idea("Dark mode")
    window.open("/posts/1")
    window.write("#content", "Yes, please.")
    window.click(".write button")
    window.find(".talk li", "Yes, please.").find_element("link text", "Edit").click()
    window.write("#content", " Soon.")
    window.click("main button", "Save")
    window.find(".talk li", "Yes, please. Soon.")
    window.open("/posts/new")
    window.write("#title", "A dark mode")
    window.click("main button", "Post the idea")
    window.click("main button", "Post it anyway")
    window.find(".post h1", "A dark mode")
    window.click("button", "Sign out")
    window.find("a", "Sign in")


def test_two_tabs_of_one_author(window: Window, superuser: Engine, member: Person) -> None:
    member.post_idea("Dark mode", "Please.")
    window.sign_in(superuser, member)
    window.open("/edit/posts/1")
    window.write("#content", " First.")
    window.chrome.switch_to.new_window("tab")
    try:
        window.open("/edit/posts/1")
        window.write("#content", " Second.")
        window.click("main button", "Save")
        window.find(".post .text", "Please. Second.")
    finally:
        window.chrome.close()
        window.chrome.switch_to.window(window.chrome.window_handles[0])
    window.click("main button", "Save")
    window.find(".theirs", "Please. Second.")
    assert window.find("#content").get_property("value") == "Please. First."
    window.click("main button", "Save")
    window.find(".post .text", "Please. First.")


def test_without_a_reload(window: Window, superuser: Engine, admin: Person, member: Person) -> None:
    """Search, vote, follow, what is similar, preview; each is said to whoever doesn't see it."""
    admin.post_idea("Dark mode")
    admin.post_idea("Another idea")
    window.sign_in(superuser, member)
    window.open("/")
    window.run(MARK)
    window.write("#q", "dark")
    window.until(lambda: len(window.chrome.find_elements("css selector", ".card")) == 1)
    window.until(lambda: window.find("#announcer").get_property("textContent") == "1 idea is shown.")
    assert window.chrome.current_url == f"{window.url}/?q=dark"
    window.click(".vote button")
    window.find(".vote button[aria-pressed=true]", "2")
    assert window.run("return document.activeElement.matches('.vote button')")
    window.until(lambda: window.find("#announcer").get_property("textContent") == "2 votes")
    assert window.run("return window.marked")
    window.open("/posts/1")
    window.run(MARK)
    window.click("#follow button[aria-pressed=true]")  # As whoever votes follows.
    window.find("#follow button[aria-pressed=false]")
    assert window.run("return window.marked")
    window.open("/posts/new")
    window.run(MARK)
    window.write("#title", "A dark mode")
    window.find("#similar a", "Dark mode")
    window.until(lambda: window.find("#announcer").get_property("textContent") == "Has this been asked already?")
    window.write("#content", "**Please**")
    window.click("button", "Preview")
    window.find("#preview strong", "Please")
    assert window.run("return window.marked")
    assert complaints(window.chrome) == []


def test_a_double_click_is_one_comment(window: Window, superuser: Engine, member: Person) -> None:
    member.post_idea("Dark mode")
    window.sign_in(superuser, member)
    window.open("/posts/1")
    window.write("#content", "Yes, please.")
    window.run("const button = document.querySelector('.write button'); button.click(); button.click()")
    window.find(".talk li", "Yes, please.")
    assert len(member.client.get("/v1/posts/1/comments").json()["items"]) == 1
    assert window.find("#content").get_property("value") == ""


def test_keys_and_their_switch(window: Window, superuser: Engine, admin: Person, member: Person) -> None:
    for title in ("The first", "The second"):
        admin.post_idea(title)
    window.sign_in(superuser, member)
    window.open("/?sort=newest")
    press(window.chrome, "j", "j")
    assert window.run("return document.activeElement.textContent") == "The first"
    press(window.chrome, "k", "v")
    window.find("#post-2 .vote button[aria-pressed=true]")
    assert window.run("return document.activeElement.textContent") == "The second"
    press(window.chrome, "/", "j", "v", "?")
    assert window.find("#q").get_property("value") == "jv?"
    window.run("document.activeElement.blur()")
    press(window.chrome, "?")
    window.until(lambda: window.find("#keys").get_property("open"))
    window.click("#keys input")
    press(window.chrome, Keys.ESCAPE, "?", "/")
    assert window.find("#keys").get_property("open") is False
    window.open("/posts/2")
    press(window.chrome, "v")
    assert window.find(".vote button").get_attribute("aria-pressed") == "true"
    window.click("#show-keys")
    window.click("#keys input")
    press(window.chrome, Keys.ESCAPE, "v")
    window.find(".vote button[aria-pressed=false]")


def test_back_to_what_was_searched(window: Window, member: Person) -> None:
    member.post_idea("Dark mode")
    member.post_idea("Another idea")
    window.open("/")
    window.write("#q", "dark")
    window.until(lambda: window.chrome.current_url.endswith("?q=dark"))
    window.click("h2 a", "Dark mode")
    window.find(".post h1")
    window.chrome.back()
    window.until(lambda: len(window.chrome.find_elements("css selector", ".card")) == 1)
    assert window.find("#q").get_property("value") == "dark"
