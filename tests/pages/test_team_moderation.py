"""What the team does with one click on the pages: approve, hide, lock, tag; and what it must have seen to do so."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.boards import board
from tests.support.browsing import Browser, values_of
from tests.support.comments import comment
from tests.support.people import Person

POST, COMMENT, TAGS = "/team/posts/1", "/team/comments/1", "/team/posts/1/tags"


@pytest.fixture
def team(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


@pytest.fixture
def pending(member: Person) -> Iterator[None]:
    with board(approve_first_posts=True) as client:
        answer = client.post("/v1/posts", json={"title": "Dark mode"}, headers=member.client.headers)
        assert answer.json()["visibility"] == "pending"
        yield


def actions(admin: Person) -> list[str]:
    """Of the moderation log, the first one first."""
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert all(entry["actor"]["id"] == admin.id for entry in entries)
    return [entry["action"] for entry in reversed(entries)]


def test_a_pending_post_is_approved(pending: None, team: Browser, admin: Person, visitor: httpx.Client) -> None:
    shown = team.open("/posts/1")
    assert "It waits for approval: only its author and the team see it." in shown.text
    shown = team.submit(shown, POST, ("visibility", "public"))
    assert (shown.statuses, shown.path) == ([303, 200], "/posts/1/dark-mode")
    assert "waits for approval" not in shown.text
    assert visitor.get("/v1/posts/1").status_code == 200
    assert actions(admin) == ["post.moderated"]


@pytest.mark.adversary
def test_nobody_approves_what_they_have_not_seen(
    pending: None, team: Browser, member: Person, visitor: httpx.Client
) -> None:
    """The author changed the text after the page was opened."""
    shown = team.open("/posts/1")
    member.client.patch("/v1/posts/1", json={"content": "Buy pills"}).raise_for_status()
    shown = team.submit(shown, POST, ("visibility", "public"))
    assert (shown.status, "Buy pills" in shown.text) == (412, True)
    assert "Nothing was done; look at what is there now." in shown.text
    assert visitor.get("/v1/posts/1").status_code == 404
    assert team.submit(shown, POST, ("visibility", "public")).statuses == [303, 200]
    assert visitor.get("/v1/posts/1").status_code == 200


def test_a_pending_post_is_hidden_and_shown_again(
    pending: None, team: Browser, admin: Person, visitor: httpx.Client
) -> None:
    shown = team.submit(team.open("/posts/1"), POST, ("visibility", "hidden"))
    assert "It is hidden: only the team sees it." in shown.text
    shown = team.submit(shown, POST, ("visibility", "public"))
    assert visitor.get("/v1/posts/1").status_code == 200
    shown = team.submit(shown, POST, ("visibility", "hidden"))
    assert visitor.get("/v1/posts/1").status_code == 404
    assert actions(admin) == ["post.moderated"] * 3


def test_locked_and_unlocked(team: Browser, admin: Person, member: Person) -> None:
    member.post_idea("Dark mode")
    shown = team.submit(team.open("/posts/1"), POST, ("locked", "yes"))
    assert "The team has closed this idea" in shown.text
    shown = team.submit(shown, POST, ("locked", "no"))
    assert "The team has closed this idea" not in shown.text
    assert admin.client.get("/v1/posts/1").json()["locked"] is False
    assert actions(admin) == ["post.moderated"] * 2


@pytest.mark.adversary
def test_a_double_click_is_one_click(team: Browser, admin: Person, member: Person) -> None:
    member.post_idea("Dark mode")
    shown = team.open("/posts/1")
    assert [team.submit(shown, POST, ("locked", "yes")).statuses for _ in range(2)] == [[303, 200]] * 2
    assert actions(admin) == ["post.moderated"]


def test_a_comment_is_hidden_where_it_stands(
    team: Browser, admin: Person, member: Person, visitor: httpx.Client
) -> None:
    member.post_idea("Dark mode")
    comment(member, 1, "Rude")
    shown = team.submit(team.open("/posts/1"), COMMENT, ("hidden", "yes"))
    assert (shown.statuses, shown.path) == ([303, 303, 200], "/posts/1/dark-mode")
    assert "Rude" in shown.text
    assert "Rude" not in visitor.get("/posts/1/dark-mode").text
    shown = team.submit(shown, COMMENT, ("hidden", "no"))
    assert "Rude" in visitor.get("/posts/1/dark-mode").text
    assert actions(admin) == ["comment.hidden", "comment.shown"]


@pytest.mark.adversary
def test_nobody_shows_a_comment_that_they_have_not_seen(team: Browser, admin: Person, member: Person) -> None:
    member.post_idea("Dark mode")
    comment(member, 1, "Rude")
    admin.client.patch("/v1/comments/1", json={"hidden": True}).raise_for_status()
    shown = team.open("/posts/1")
    admin.client.patch("/v1/comments/1", json={"content": "Ruder"}).raise_for_status()
    shown = team.submit(shown, COMMENT, ("hidden", "no"))
    assert (shown.status, "Ruder" in shown.text) == (412, True)
    assert team.submit(shown, COMMENT, ("hidden", "no")).statuses == [303, 303, 200]


@pytest.mark.adversary
def test_what_the_team_may_not_be_led_to(team: Browser, member: Person) -> None:
    member.post_idea("Dark mode")
    sent = {"locked": "yes", "version": "1", "to": "//evil.example"}
    assert team.send(POST, sent).path == "/posts/1/dark-mode"


@pytest.fixture
def tags(admin: Person, member: Person) -> None:
    member.post_idea("Dark mode")
    for slug in ("design", "mobile", "web"):
        admin.client.post("/v1/tags", json={"slug": slug, "name": slug.title()}).raise_for_status()


def slugs(admin: Person) -> list[str]:
    return [tag["slug"] for tag in admin.client.get("/v1/posts/1").json()["tags"]]


def tick(browser: Browser, fields: dict[str, str], *chosen: str) -> None:
    kept = {name: value for name, value in fields.items() if not name.startswith("tag.")}
    assert browser.send(TAGS, {**kept, **{f"tag.{slug}": "yes" for slug in chosen}}).statuses == [303, 200]


def test_tags_are_ticked(tags: None, team: Browser, admin: Person) -> None:
    tick(team, values_of(team.open(TAGS).form(TAGS)), "web", "mobile")
    assert slugs(admin) == ["mobile", "web"]
    fields = values_of(team.open(TAGS).form(TAGS))
    assert {name for name in fields if name.startswith("tag.")} == {"tag.mobile", "tag.web"}
    tick(team, fields, "web", "design")
    assert slugs(admin) == ["design", "web"]
    assert actions(admin)[3:] == ["post.tagged"] * 2 + ["post.tagged", "post.untagged"]


@pytest.mark.adversary
def test_of_two_who_tag_at_once_neither_undoes_the_other(tags: None, team: Browser, admin: Person) -> None:
    fields = values_of(team.open(TAGS).form(TAGS))
    admin.client.put("/v1/posts/1/tags/mobile").raise_for_status()
    tick(team, fields, "web")
    assert slugs(admin) == ["mobile", "web"]


@pytest.mark.adversary
def test_a_tag_that_there_is_not_is_none(tags: None, team: Browser, admin: Person) -> None:
    for name in ("tag.", "tag.nothing", "tag.\0", "tag.'; DROP TABLE tags", "tag." + "x" * 5_000):
        assert team.send(TAGS, {"had": "\0 nothing", name: "yes"}).statuses == [303, 200]
    assert slugs(admin) == []
