"""Drafts: what is typed stays in the browser until it is seen to be on the board, or somebody signs out."""

from sqlalchemy import Engine

from infra.dev.browser import command
from tests.support.people import Person
from tests.support.window import Window


def test_drafts(window: Window, superuser: Engine, member: Person) -> None:
    member.post_idea("Dark mode")
    window.sign_in(superuser, member)
    for path, send, sent in (("/posts/new", "Post the idea", ".post .text"), ("/posts/1", "Comment", ".talk li")):
        window.open(path)
        if path == "/posts/new":
            window.write("#title", "Something else")
        window.write("#content", "Yes, please.")
        window.until(lambda: window.run("return localStorage.length") == 1)
        window.open(path)
        assert window.find("#content").get_property("value") == "Yes, please."
        window.click("main button", send)
        window.find(sent, "Yes, please.")
        window.until(lambda: window.run("return localStorage.length") == 0)
        window.open(path)
        assert window.find("#content").get_property("value") == ""
    window.write("#content", "A secret")
    window.until(lambda: window.run("return localStorage.length") == 1)
    window.click("button", "Sign out")
    window.find("a", "Sign in")
    window.open("/posts/1")
    assert window.find("#content").get_property("value") == ""


def test_a_draft_outlasts_what_fails(window: Window, superuser: Engine, member: Person) -> None:
    """The network, and a person who does not want to sign in now."""
    member.post_idea("Dark mode")
    window.open("/posts/1")
    window.write("#content", "Yes, please.")
    window.click(".write button")
    window.find("h1", "Sign in")
    window.click(".board-name")
    window.click("h2 a", "Dark mode")
    assert window.find("#content").get_property("value") == "Yes, please."
    window.sign_in(superuser, member)
    command(window.chrome, "Network.enable")
    offline = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    command(window.chrome, "Network.emulateNetworkConditions", offline=True, **offline)
    window.click(".write button")
    window.until(lambda: not window.run("return document.querySelector('.write')"))
    command(window.chrome, "Network.emulateNetworkConditions", offline=False, **offline)
    window.open("/")
    window.click("h2 a", "Dark mode")
    assert window.find("#content").get_property("value") == "Yes, please."
    assert member.client.get("/v1/posts/1").json()["comments_count"] == 0
