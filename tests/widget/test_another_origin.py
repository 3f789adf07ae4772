"""A static page on another origin, with two tags and ten lines that sign: its own user votes and posts."""

import json

from sqlalchemy import Engine, text

from tests.support.browser import complaints, evaluate, log, policy_violations
from tests.support.people import Person
from tests.support.widget import EVENTS, Widget


def test_its_own_user_votes_and_posts_without_a_second_account(
    widget: Widget, admin: Person, superuser: Engine
) -> None:
    admin.post_idea("Dark mode", "At **night**.")
    widget.open()
    widget.click("li .vote", "1")
    widget.find("li .vote[aria-pressed=true]", "2")
    widget.click("[part=action]", "Post an idea")
    widget.write("#idea", "A calendar")
    widget.write("#content", "Of what is planned.")
    widget.click("[part=action]", "Post the idea")
    widget.find(".notice", "Thank you. It is on the board.")
    widget.find("h3", "A calendar")
    widget.until(lambda: evaluate(widget.chrome, "heard", EVENTS) == [
        ["heed:opened", None], ["heed:voted", 1], ["heed:posted", 2],
    ])  # fmt: skip
    with superuser.connect() as connection:
        found = connection.execute(
            text("SELECT name, email, role, password_hash IS NULL FROM users WHERE id > 1")
        ).all()
        assert [tuple(each) for each in found] == [("Ada Lovelace", "user1@product.example", "member", True)]
    posts = admin.client.get("/v1/posts").json()["items"]
    assert {(each["title"], each["author"]["name"], each["votes_count"]) for each in posts} == {
        *(("Dark mode", "Admin", 2), ("A calendar", "Ada Lovelace", 1)),
    }
    assert len(widget.product.asked) == 1, "one token for all of it"
    assert (complaints(widget.chrome), policy_violations(widget.chrome)) == ([], [])


def test_it_leaves_nothing_in_the_browser_and_sends_no_cookie(widget: Widget, admin: Person) -> None:
    """Though there is a cookie of the board's, of an earlier visit."""
    admin.post_idea("Dark mode")
    widget.chrome.get(widget.product.board)
    widget.chrome.add_cookie({"name": "language", "value": "de"})
    log(widget.chrome, "performance")
    widget.open()
    widget.click("li .vote")
    widget.find("li .vote[aria-pressed=true]", "2")
    messages = [json.loads(entry["message"])["message"] for entry in log(widget.chrome, "performance")]
    sent = [each["params"]["headers"] for each in messages if each["method"] == "Network.requestWillBeSentExtraInfo"]
    board = widget.product.board.removeprefix("http://")
    to_the_board = [{name.lower() for name in each} for each in sent if each.get("Host") == board]
    assert len(to_the_board) > 4
    assert not [each for each in to_the_board if "cookie" in each]
    assert len([each for each in to_the_board if "referer" in each]) <= 1, "the browser's own, for the tag"
    kept = "return [document.cookie, localStorage.length, sessionStorage.length]"
    assert widget.run(kept) == ["", 0, 0]
    assert widget.run("return indexedDB.databases()") == []
