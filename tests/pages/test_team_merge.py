"""A merge on the pages: the original is found, what moves is said beforehand, and it can be undone."""

from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest

from tests.support.browsing import Browser, Shown
from tests.support.comments import comment
from tests.support.people import PASSWORD, People, Person

MERGE = "/team/posts/2/merge"


@pytest.fixture
def ideas(admin: Person, member: Person) -> None:
    """The original is the admin's, and the first; the duplicate is the member's."""
    admin.post_idea("Dark mode", "For the eyes.")
    member.post_idea("A dark mode please")
    admin.post_idea("Export as CSV")


@pytest.fixture
def team(mailing: httpx.Client, admin: Person, ideas: None) -> Browser:
    browser = Browser(mailing)
    browser.sign_in(admin.email)
    return browser


def offered(shown: Shown) -> list[str | None]:
    return [each.get("value") for each in shown.content.iter("input") if each.get("type") == "radio"]


def test_what_is_similar_is_suggested_but_not_itself(team: Browser) -> None:
    assert offered(team.open(MERGE)) == ["1"]


def test_the_original_is_searched_for(team: Browser) -> None:
    assert offered(team.open(f"{MERGE}?q=csv")) == ["3"]
    shown = team.open(f"{MERGE}?q=unheard-of")
    assert (offered(shown), "Nothing found" in shown.text) == ([], True)
    assert offered(team.open(f"{MERGE}?q=dark+mode+please")) == []  # It finds only itself.


def test_ten_are_offered_and_never_itself(team: Browser, admin: Person) -> None:
    for number in range(12):
        admin.post_idea(f"A dark mode please, {number}")
    found = offered(team.open(f"{MERGE}?q=dark"))
    assert (len(found), "2" in found) == (10, False)


def test_an_address_or_number_is_enough(team: Browser) -> None:
    for q in ("#3", "/posts/3", "https://board.example.com/posts/3/export", "https://b.example/x/posts/3?lang=de#c"):
        shown = team.open(f"{MERGE}?q={quote(q, safe='')}")
        assert (shown.heading, "Export as CSV" in shown.text) == ("What moves", True), q
    for q in ("#", "#99999999999999999999", "3", "/posts/x", "#3 and more"):
        assert team.open(f"{MERGE}?q={quote(q, safe='')}").heading == "Merge into another idea", q


def test_what_moves_is_what_moves(team: Browser, admin: Person, member: Person, people: People) -> None:
    both, here = people.join("Both"), people.join("Here")
    for each in (both, here):
        each.vote(2)
    both.vote(1)
    both.client.patch("/v1/users/me/notifications", json={"merges": "daily"}).raise_for_status()
    comment(here, 2, "Yes")
    hidden = comment(here, 2, "Rude")["id"]
    admin.client.patch(f"/v1/comments/{hidden}", json={"hidden": True}).raise_for_status()
    here.client.delete("/v1/posts/2/subscription").raise_for_status()
    shown = team.open(f"{MERGE}?into=1")
    for said in (
        "3 votes: 2 of people who have not voted for the original",
        "1 comment",
        "1 more follower",
        "The original then has 4 votes. 2 people will be told. You can undo it.",
    ):
        assert said in shown.text
    shown = team.submit(shown, MERGE)
    assert (shown.statuses, shown.path) == ([303, 200], "/posts/2/a-dark-mode-please")
    original = admin.client.get("/v1/posts/1").json()
    assert (original["votes_count"], original["comments_count"]) == (4, 1)
    shown = team.submit(shown, "/team/posts/2/undo-merge")
    assert "This idea was merged" not in shown.text
    assert admin.client.get("/v1/posts/1").json()["votes_count"] == 2
    entries = admin.client.get("/v1/moderation-log").json()["items"]
    assert [entry["action"] for entry in entries][:2] == ["post.unmerged", "post.merged"]


@pytest.mark.adversary
def test_sent_twice_it_is_one_merge(team: Browser, admin: Person) -> None:
    shown = team.open(f"{MERGE}?into=1")
    assert [team.submit(shown, MERGE).statuses for _ in range(2)] == [[303, 200]] * 2
    assert len(admin.client.get("/v1/moderation-log").json()["items"]) == 1


def change_duplicate(admin: Person) -> None:
    admin.client.patch("/v1/posts/2", json={"title": "Something else"}).raise_for_status()


def merge_original(admin: Person) -> None:
    admin.client.put("/v1/posts/1/merge", json={"into": 3}).raise_for_status()


def merge_into_duplicate(admin: Person) -> None:
    admin.client.put("/v1/posts/3/merge", json={"into": 2}).raise_for_status()


def hide_original(admin: Person) -> None:
    admin.client.patch("/v1/posts/1", json={"visibility": "hidden"}).raise_for_status()


@pytest.mark.adversary
@pytest.mark.parametrize(
    ("meanwhile", "status", "said"),
    [
        (change_duplicate, 412, "Something else"),
        (merge_original, 409, "One of the two was merged meanwhile."),
        (merge_into_duplicate, 412, "Somebody was faster"),
        (hide_original, 409, "Only ideas that everybody sees can be merged."),
    ],
)
def test_what_happened_meanwhile_counts(
    team: Browser, admin: Person, meanwhile: Callable[[Person], None], status: int, said: str
) -> None:
    shown = team.open(f"{MERGE}?into=1")
    meanwhile(admin)
    shown = team.submit(shown, MERGE)
    assert (shown.status, said in shown.text) == (status, True), shown.text
    assert admin.client.get("/v1/posts/2").json()["merged_into_id"] is None


@pytest.mark.adversary
def test_two_who_undo_at_once(team: Browser, admin: Person) -> None:
    admin.client.put("/v1/posts/2/merge", json={"into": 1}).raise_for_status()
    shown = team.open("/posts/2")
    admin.client.delete("/v1/posts/2/merge").raise_for_status()
    shown = team.submit(shown, "/team/posts/2/undo-merge")
    assert (shown.status, "Nothing was done; look at what is there now." in shown.text) == (412, True)


@pytest.mark.adversary
def test_into_itself_or_nothing(team: Browser) -> None:
    assert team.send(MERGE, {"into": "2", "version": "1"}).status == 422
    for into in ("", "0", "999", "x"):
        assert team.send(MERGE, {"into": into, "version": "1"}).status == 404


def test_who_has_to_sign_in_again(browser: Browser, admin: Person, ideas: None) -> None:
    shown = browser.send(MERGE, {"into": "1", "version": "1"})
    assert "Sign in, and it is done." in shown.text
    shown = browser.submit(shown, "/sign-in/password", email=admin.email, password=PASSWORD)
    assert shown.statuses == [307, 303, 200]
    assert admin.client.get("/v1/posts/2").json()["merged_into_id"] == 1
