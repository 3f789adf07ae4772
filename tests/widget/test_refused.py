"""What goes wrong is one sentence, and what was typed is still there."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from infra.dev.browser import command
from tests.support.between import Between, standing_between
from tests.support.browser import complaints
from tests.support.people import Person
from tests.support.widget import Widget

TYPED = ("A calendar", "Of what is planned.")
NOT_SIGNED_IN = "You could not be signed in. Nothing you typed is lost: try again."
UNREACHED = "The board can't be reached. Nothing you typed is lost: try again when you are online."


@pytest.fixture
def between(widget: Widget) -> Iterator[Between]:
    with standing_between(widget.product.board) as between:
        widget.product.board_shown = between.url
        yield between


def write_idea(widget: Widget) -> None:
    widget.click("[part=action]", "Post an idea")
    widget.write("#idea", TYPED[0])
    widget.write("#content", TYPED[1])
    widget.click("[part=action]", "Post the idea")


def assert_refused(widget: Widget, sentence: str) -> None:
    assert widget.find("[role=alert]").text == sentence
    assert tuple(widget.find(each).get_property("value") for each in ("#idea", "#content")) == TYPED


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (429, "That was a lot at once. Wait a little, and try again."),
        (500, "The board can't reach its data right now. Nothing you typed is lost: try again in a few seconds."),
        (503, "The board can't reach its data right now. Nothing you typed is lost: try again in a few seconds."),
        (422, "The board did not take this: Not now."),
    ],
)
def test_a_board_that_refuses(widget: Widget, between: Between, status: int, sentence: str) -> None:
    widget.open()
    between.answers["POST", "/v1/posts"] = status
    write_idea(widget)
    assert_refused(widget, sentence)
    between.answers.clear()
    widget.click("[part=action]", "Post the idea")
    widget.find(".notice", "Thank you.")
    widget.is_gone("[role=alert]")


@pytest.mark.parametrize("status", [429, 503])
def test_a_board_that_signs_nobody_in(widget: Widget, between: Between, status: int) -> None:
    """Reading goes on, as a visitor's."""
    between.answers["POST", "/v1/auth/token"] = status
    widget.open()
    widget.find("p", "No ideas yet")
    write_idea(widget)
    start = "That was a lot" if status == 429 else "The board can't reach its data"
    assert_refused(widget, next(each for each in [widget.find("[role=alert]").text] if each.startswith(start)))


def test_offline(widget: Widget) -> None:
    widget.open()
    widget.find("p", "No ideas yet")
    command(widget.chrome, "Network.enable")
    network = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    command(widget.chrome, "Network.emulateNetworkConditions", offline=True, **network)
    write_idea(widget)
    assert_refused(widget, UNREACHED)
    command(widget.chrome, "Network.emulateNetworkConditions", offline=False, **network)
    widget.click("[part=action]", "Post the idea")
    widget.find(".notice", "Thank you.")


def test_a_list_that_does_not_come_is_asked_for_again(widget: Widget, admin: Person, between: Between) -> None:
    admin.post_idea("Dark mode")
    between.answers["GET", "/v1/posts"] = 503
    widget.open()
    assert widget.find("[role=alert]").text.startswith("The board can't reach its data")
    between.answers.clear()
    widget.click("[part=action]", "Try again")
    widget.find("li", "Dark mode")
    widget.is_gone("[role=alert]")


def test_a_server_of_the_product_that_fails(widget: Widget) -> None:
    widget.product.refuses = 500
    widget.open()
    widget.find("p", "No ideas yet")
    write_idea(widget)
    assert_refused(widget, NOT_SIGNED_IN)
    assert any("heed-feedback: identify failed" in each for each in complaints(widget.chrome))


def test_a_token_that_the_board_refuses(widget: Widget) -> None:
    """Why, is for the console of who builds the page."""
    widget.product.alter = lambda token: token[:-4] + b"AAAA"
    widget.open()
    write_idea(widget)
    assert_refused(widget, NOT_SIGNED_IN)
    assert any("the board refused the JWT" in each for each in complaints(widget.chrome))


def test_who_is_not_signed_in_to_the_product(widget: Widget, admin: Person) -> None:
    """And who then signs in, in the same page."""
    admin.post_idea("Dark mode")
    user, widget.product.user = widget.product.user, None
    widget.open()
    widget.click("li .vote")
    assert widget.find("[role=alert]").text == "Sign in to this site first, and try again."
    assert widget.find("li .vote", "1").get_attribute("aria-pressed") == "false"
    widget.product.user = user
    widget.click("li .vote")
    widget.find("li .vote[aria-pressed=true]", "2")


def test_a_token_that_is_no_longer_good_is_renewed_once(widget: Widget, admin: Person, superuser: Engine) -> None:
    admin.post_idea("Dark mode")
    widget.open()
    widget.find("li", "Dark mode")
    with superuser.connect() as connection:
        connection.execute(text("DELETE FROM sessions WHERE user_id > 1"))
    widget.click("li .vote")
    widget.until(lambda: admin.client.get("/v1/posts/1").json()["votes_count"] == 2)
    assert widget.all("[role=alert]") == []
    assert len(widget.product.asked) == 2


def test_a_board_that_takes_no_token_is_asked_no_third_time(widget: Widget, admin: Person, between: Between) -> None:
    admin.post_idea("Dark mode")
    widget.open()
    widget.find("li", "Dark mode")
    between.answers["PUT", "/v1/posts"] = 401
    widget.click("li .vote")
    assert widget.find("[role=alert]").text == NOT_SIGNED_IN
    assert widget.find("li .vote", "1").get_attribute("aria-pressed") == "false"
    assert between.seen.count(("PUT", "/v1/posts/1/vote")) == 2
    assert len(widget.product.asked) == 2


def test_an_answer_that_is_lost_is_one_idea(widget: Widget, admin: Person, between: Between) -> None:
    """The same text has the same key, and another text another."""
    widget.open()
    between.loses_answers = True
    write_idea(widget)
    assert_refused(widget, UNREACHED)
    between.loses_answers = False
    widget.click("[part=action]", "Post the idea")
    widget.find(".notice", "Thank you.")
    assert len(admin.client.get("/v1/posts").json()["items"]) == 1
    widget.click("button", "All ideas")
    write_idea(widget)
    widget.find(".notice", "Thank you.")
    first, again, other = [key for key in between.keys if key]
    assert first == again != other


def test_two_clicks_are_one_vote_and_one_idea(widget: Widget, admin: Person, between: Between) -> None:
    admin.post_idea("Dark mode")
    widget.open()
    widget.run("for (let n = 0; n < 3; n++) arguments[0].click()", widget.find("li .vote"))
    widget.find("li .vote[aria-pressed=true]", "2")
    widget.click("[part=action]", "Post an idea")
    widget.write("#idea", TYPED[0])
    widget.run("arguments[0].click(); arguments[0].click()", widget.find("[part=action]", "Post the idea"))
    widget.find(".notice", "Thank you.")
    writes = [each for each in between.seen if each[0] in ("PUT", "DELETE", "POST") and "/v1/posts" in each[1]]
    assert writes == [("PUT", "/v1/posts/1/vote"), ("POST", "/v1/posts")]
