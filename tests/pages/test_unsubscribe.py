"""/unsubscribe: what the link in a mail leads to, and what its one click is for mail programs."""

import httpx
import pytest

from app.notifications.unsubscribe import Unsubscription, make_token
from app.settings.config import load_settings
from tests.support.browsing import Browser
from tests.support.people import Person

WRONG = ["", "x", "1.digest", "1.digest.AAAAAAAAAAAAAAAAAAAAAA", "a" * 5_000, "1.p1.é"]


def token_for(person: Person, what: str) -> str:
    return make_token(load_settings(), Unsubscription(person.id, what))


def chosen(person: Person) -> dict[str, str]:
    settings: dict[str, str] = person.client.get("/v1/users/me/notifications").json()
    return settings


def test_a_look_stops_nothing_and_the_button_does(browser: Browser, member: Person) -> None:
    shown = browser.open(f"/unsubscribe?token={token_for(member, 'comments')}")
    assert (shown.status, shown.heading, chosen(member)["comments"]) == (200, "Stop these mails?", "daily")
    shown = browser.submit(shown, "/unsubscribe")
    assert (shown.statuses, shown.heading) == ([303, 200], "You won't get these mails any more")
    assert chosen(member)["comments"] == "never"


def test_of_one_idea(browser: Browser, admin: Person, member: Person) -> None:
    post = member.post_idea()
    shown = browser.open(f"/unsubscribe?token={token_for(member, 'p1')}")
    shown = browser.submit(shown, "/unsubscribe")
    assert "You don't follow this idea any more." in shown.text
    assert member.client.get(f"/v1/posts/{post['id']}").status_code == 200
    exported = member.client.get("/v1/users/me/export").json()["subscriptions"]
    assert [each["subscribed"] for each in exported] == [False]


@pytest.mark.parametrize("token", WRONG, ids=range(len(WRONG)))
def test_a_token_that_the_board_did_not_sign(browser: Browser, member: Person, token: str) -> None:
    answer = browser.client.get("/unsubscribe", params={"token": token})
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text
    assert browser.send("/unsubscribe", {"token": token}).status == 404


def test_another_site_cannot_press_the_button(browser: Browser, member: Person) -> None:
    fields = {"token": token_for(member, "comments")}
    answer = browser.client.post("/unsubscribe", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, chosen(member)["comments"]) == (403, "daily")


def test_one_click_of_a_mail_program(visitor: httpx.Client, member: Person) -> None:
    """RFC 8058 §3.2: without a cookie, and from anywhere."""
    path = f"/v1/unsubscribe?token={token_for(member, 'comments')}"
    answer = visitor.post(path, data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text, chosen(member)["comments"]) == (204, "", "never")


@pytest.mark.parametrize(
    ("what", "stopped"),
    [("changelog", ["changelog"]), ("new_posts", ["new_posts"]), ("digest", ["comments", "new_posts"])],
)
def test_what_was_not_meant_stays(visitor: httpx.Client, member: Person, what: str, stopped: list[str]) -> None:
    """Of somebody who has chosen nothing yet: the digest has what comes daily."""
    before = chosen(member)
    visitor.post(f"/v1/unsubscribe?token={token_for(member, what)}").raise_for_status()
    assert chosen(member) == before | dict.fromkeys(stopped, "never")


def test_its_address_leads_a_person_to_the_page(browser: Browser, member: Person) -> None:
    token = token_for(member, "digest")
    shown = browser.open(f"/v1/unsubscribe?token={token}")
    assert (shown.statuses, shown.path) == ([303, 200], f"/unsubscribe?token={token}")
