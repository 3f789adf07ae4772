"""/admin and /admin/pending: what waits for the team, and how the queue is worked through."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser, Shown, values_of
from tests.support.people import People, Person


@pytest.fixture
def team(visitor: httpx.Client, admin: Person) -> Browser:
    browser = Browser(visitor)
    browser.sign_in(admin.email)
    return browser


@pytest.fixture
def waiting(admin: Person, people: People) -> list[int]:
    """Three ideas of three newcomers, the oldest first."""
    admin.client.patch("/v1/board", json={"approve_first_posts": True}).raise_for_status()
    return [people.join(name).post_idea(f"By {name}")["id"] for name in ("Ada", "Ben", "Cleo")]


def listed(shown: Shown) -> list[str]:
    return [each.get("id", "") for each in shown.content.iter("li") if each.get("class", "").startswith("card")]


def leads_to(shown: Shown, post_id: int) -> str:
    return values_of(shown.form(f"/team/posts/{post_id}"))["to"]


def decide(browser: Browser, shown: Shown, post_id: int, visibility: str) -> Shown:
    return browser.submit(shown, f"/team/posts/{post_id}", ("visibility", visibility))


def test_the_start_page_has_what_needs_an_answer(
    team: Browser, admin: Person, member: Person, waiting: list[int]
) -> None:
    few, many, answered = (admin.post_idea(title)["id"] for title in ("Few votes", "Many votes", "Answered"))
    for post_id in (many, answered):
        member.vote(post_id)
    said = {"status": "open", "response": "We think about it."}
    admin.client.put(f"/v1/posts/{answered}/status", json=said).raise_for_status()
    shown = team.open("/admin")
    links = [each.get("href") for each in shown.content.iter("a")]
    answers = [link for link in links if link and link.startswith("/team/")]
    assert answers == [f"/team/posts/{many}/answer", f"/team/posts/{few}/answer"]
    pending = [link for link in links if link and "#post-" in link]
    assert pending == [f"/admin/pending#post-{post_id}" for post_id in waiting]
    assert "3 ideas to approve" in shown.text


def test_fifty_are_on_a_page_of_the_queue(team: Browser, admin: Person, superuser: Engine) -> None:
    with superuser.connect() as connection:
        columns = "author_id, title, content, visibility, published_at"
        row = f"SELECT {admin.id}, 'Dark mode', '', 'pending', NULL FROM generate_series(1, 51)"
        connection.execute(text(f"INSERT INTO posts ({columns}) {row}"))
    shown = team.open("/admin/pending?limit=100")
    assert [int(each.removeprefix("post-")) for each in listed(shown)] == list(range(1, 51))
    [older] = [each.get("href") for each in shown.content.iter("a") if "cursor=" in (each.get("href") or "")]
    assert listed(team.open(str(older))) == ["post-51"]


def test_the_start_page_has_five_of_each(team: Browser, admin: Person, superuser: Engine) -> None:
    for number in range(12):
        admin.post_idea(f"Idea {number}")
    with superuser.connect() as connection:
        connection.execute(text("UPDATE posts SET visibility = 'pending' WHERE id > 6"))
    shown = team.open("/admin")
    assert [len(list(each)) for each in shown.content.iter("ol")] == [5, 5]
    assert "6 ideas to approve" in shown.text


def test_an_empty_board_has_nothing_to_do(team: Browser) -> None:
    assert "Every idea has an answer. " in team.open("/admin").text
    assert team.open("/admin/pending").text.endswith("No idea waits for approval.")


def test_the_queue_is_worked_through_from_the_oldest(team: Browser, visitor: httpx.Client, waiting: list[int]) -> None:
    first, second, third = waiting
    shown = team.open("/admin/pending")
    assert listed(shown) == [f"post-{post_id}" for post_id in waiting]
    # What a fragment names takes the focus where it can have it.
    assert leads_to(shown, first) == f"/admin/pending#post-{second}"
    assert {each.get("tabindex") for each in shown.content.iter("li") if each.get("id")} == {"-1"}
    after = decide(team, shown, first, "public")
    assert after.statuses == [303, 200]
    assert listed(after) == [f"post-{second}", f"post-{third}"]
    after = decide(team, decide(team, after, second, "hidden"), third, "public")
    assert (listed(after), leads_to(shown, third)) == ([], "/admin/pending")
    statuses = [visitor.get(f"/v1/posts/{post_id}").status_code for post_id in waiting]
    assert statuses == [200, 404, 200]


def test_what_was_changed_meanwhile_is_seen_first_and_leads_back(
    team: Browser, admin: Person, waiting: list[int]
) -> None:
    shown = team.open("/admin/pending")
    admin.client.patch(f"/v1/posts/{waiting[0]}", json={"title": "Something else"}).raise_for_status()
    refused = decide(team, shown, waiting[0], "public")
    assert (refused.status, "Something else" in refused.text) == (412, True)
    after = decide(team, refused, waiting[0], "public")
    assert (after.statuses, after.path) == ([303, 200], "/admin/pending")
    assert listed(after) == [f"post-{post_id}" for post_id in waiting[1:]]


def test_a_long_queue_has_pages(team: Browser, superuser: Engine, waiting: list[int]) -> None:
    with superuser.connect() as connection:  # At the same instant, the id decides.
        connection.execute(text("UPDATE posts SET created_at = now() WHERE id > 1"))
    path, seen = "/admin/pending?limit=1", []
    for _ in range(3):
        shown = team.open(path)
        seen += listed(shown)
        path = next((each.get("href", "") for each in shown.content.iter("a") if each.get("rel") == "next"), "")
    assert (seen, path) == ([f"post-{post_id}" for post_id in waiting], "")
    assert decide(team, shown, waiting[-1], "public").text.endswith("That was the last one. First page")


def test_the_way_there_is_the_teams_alone(team: Browser, signed_in: Browser) -> None:
    ways = [[each.get("href") for each in b.open("/").document.iter("a")] for b in (team, signed_in)]
    assert ["/admin" in way for way in ways] == [True, False]
