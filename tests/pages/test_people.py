"""/people/{id}: what anybody sees of a member."""

import httpx
import pytest

from tests.support.browsing import Browser
from tests.support.people import People, Person


def test_a_member_and_their_ideas(browser: Browser, admin: Person, member: Person) -> None:
    for number in range(21):
        member.post_idea(f"Idea {number}")
    admin.post_idea("Of somebody else")
    shown = browser.open(f"/people/{member.id}")
    assert (shown.heading, "Team" in shown.text, len(list(shown.content.iter("li")))) == ("Member", False, 20)
    assert [each.text for each in shown.content.iter("span") if each.get("class") == "avatar"] == ["M"]
    assert member.email not in shown.answer.text
    assert 'name="robots" content="noindex"' in shown.answer.text
    [following] = [each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"]
    last = browser.open(following)
    assert [each.get("id") for each in last.content.iter("li")] == ["post-1"]


def test_the_team_is_named(browser: Browser, admin: Person) -> None:
    shown = browser.open(f"/people/{admin.id}")
    assert "Team" in shown.text
    assert "No ideas yet" in shown.text


def test_what_waits_is_for_its_author_and_the_team(
    visitor: httpx.Client, browser: Browser, signed_in: Browser, admin: Person, member: Person
) -> None:
    member.post_idea("Not for everybody")
    admin.client.patch("/v1/posts/1", json={"visibility": "hidden"}).raise_for_status()
    path = f"/people/{member.id}"
    assert "Not for everybody" not in browser.open(path).answer.text
    team = Browser(visitor)
    team.sign_in(admin.email)
    assert "Not for everybody" in team.open(path).answer.text


@pytest.mark.parametrize("path", ["/people/99", "/people/0", "/people/x", "/people/9999999999999999999"])
def test_nobody(browser: Browser, admin: Person, path: str) -> None:
    shown = browser.open(path)
    assert (shown.status, shown.heading) == (404, "There is nothing here")


def test_who_is_erased(browser: Browser, people: People, member: Person) -> None:
    member.client.delete("/v1/users/me").raise_for_status()
    assert browser.open(f"/people/{member.id}").status == 404
