"""The element as who builds a page meets it: its property, methods, attributes, and what stands in it."""

from functools import partial

import pytest

from tests.support.browser import complaints, evaluate
from tests.support.people import Person
from tests.support.product import somebody
from tests.support.widget import EVENTS, Widget

OPEN = "default-src *; script-src * 'unsafe-inline'"
ELEMENT = "document.querySelector('heed-feedback')"
IDENTIFY = f"""{ELEMENT}.identify = async () => (await fetch("/feedback-token", {{ method: "POST" }})).text()"""
MODULE = '<script type="module" src="{board}/widget.js"></script>'
TAG = '<heed-feedback board="{board}"></heed-feedback>'


@pytest.fixture
def page(widget: Widget, admin: Person) -> Widget:
    admin.post_idea("Dark mode")
    widget.product.policy = OPEN
    return widget


@pytest.mark.parametrize("kind", ["", ' type="module"'], ids=["before the element is defined", "after it"])
def test_a_function_gives_the_token(page: Widget, kind: str) -> None:
    script = f"<script{kind}>{IDENTIFY}</script>".replace("{", "{{").replace("}", "}}")
    page.product.tags = MODULE + TAG + script
    page.open()
    page.click("li .vote")
    page.find("li .vote[aria-pressed=true]", "2")
    assert len(page.product.asked) == 1


def test_who_signs_out_is_forgotten(page: Widget, admin: Person) -> None:
    """And who signs in next, in the same page, votes in an own name."""
    page.open()
    page.click("li .vote")
    page.until(lambda: admin.client.get("/v1/posts/1").json()["votes_count"] == 2)
    page.click("[part=close]")
    page.product.user = somebody(2, "Grace Hopper")
    page.run(f"{ELEMENT}.forget()")
    page.run(f"{ELEMENT}.open()")
    page.find("li .vote[aria-pressed=false]", "2")
    page.click("li .vote")
    page.until(lambda: admin.client.get("/v1/posts/1").json()["votes_count"] == 3)
    voters = admin.client.get("/v1/posts/1/votes").json()["items"]
    assert [each["user"]["name"] for each in voters] == ["Admin", "Ada Lovelace", "Grace Hopper"]


def is_last(page: Widget, event: str) -> bool:
    return bool(evaluate(page.chrome, "heard", EVENTS)[-1][0] == event)


def test_it_says_what_happened_by_ids_alone(page: Widget) -> None:
    page.open()
    for pressed, event in (("true", "heed:voted"), ("false", "heed:unvoted")):
        page.click("li .vote")
        page.find(f"li .vote[aria-pressed={pressed}]")
        page.until(partial(is_last, page, event))
        page.until(lambda: not page.all("li [aria-busy]"))
    page.run(f"{ELEMENT}.close()")
    expected = [["heed:opened", None], ["heed:voted", 1], ["heed:unvoted", 1], ["heed:closed", None]]
    page.until(lambda: evaluate(page.chrome, "heard", EVENTS) == expected)


def test_the_page_says_what_the_button_says(page: Widget) -> None:
    page.product.tags = MODULE + TAG.replace("></", ">What do you miss?</")
    page.load()
    assert page.run(f"return {ELEMENT}.innerText") == "What do you miss?"


def test_without_a_board_it_is_where_the_script_came_from(page: Widget) -> None:
    page.product.tags = MODULE + TAG.replace(' board="{board}"', "")
    page.open()
    page.find("li", "Dark mode")


def test_two_scripts_and_two_elements(page: Widget) -> None:
    """As a page has it that is put together of parts."""
    page.product.tags = MODULE + TAG + MODULE.replace("widget.js", "widget.js?2") + TAG
    page.open()
    page.find("li", "Dark mode")
    assert complaints(page.chrome) == []


def test_an_element_that_is_moved_keeps_what_was_typed(page: Widget) -> None:
    page.open()
    page.click("[part=action]", "Post an idea")
    page.write("#idea", "A calendar")
    page.run(f"const element = {ELEMENT}; element.remove(); document.querySelector('main').prepend(element)")
    page.click("[part=button]")
    assert page.find("#idea").get_property("value") == "A calendar"


def test_more_ideas_and_a_search(page: Widget, admin: Person) -> None:
    """What was searched for is what a new idea begins with; an older answer never takes the place of a newer."""
    for number in range(12):
        admin.post_idea(f"Idea {number}")
    page.open()
    page.until(lambda: len(page.all("li")) == 10)
    page.click("[part=action]", "More ideas")
    page.until(lambda: len(page.all("li")) == 13)
    assert page.all("[part=action]", "More ideas") == []
    page.write("[part=search]", "dark")
    page.until(lambda: [each.text for each in page.all("li .title")] == ["Dark mode"])
    page.click("[part=action]", "Post an idea")
    assert page.find("#idea").get_property("value") == "dark"
    page.click(".notice .title", "Dark mode")
    page.find(".head h3", "Dark mode")
