"""/v1/changelog: writing entries, and who may see which."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.changelog import change_entry, set_status, write_entry
from tests.support.people import Person
from tests.support.problems import assert_problem

NO_MOMENT = "Value error, must be `now`, null, or a date and time with an offset, like 2026-01-31T12:00:00Z"


def in_an_hour() -> str:
    return (datetime.now(UTC) + timedelta(hours=1)).isoformat()


def titles(client: httpx.Client, query: str = "") -> list[str]:
    answer = client.get(f"/v1/changelog{query}")
    assert answer.status_code == 200, answer.text
    return [entry["title"] for entry in answer.json()["items"]]


def statuses(client: httpx.Client) -> dict[int, str]:
    return {post["id"]: post["status"] for post in client.get("/v1/posts").json()["items"]}


def test_an_entry_is_what_was_written(admin: Person, member: Person, visitor: httpx.Client) -> None:
    popular, other = admin.post_idea("Popular")["id"], admin.post_idea("Other")["id"]
    member.vote(popular)
    entry = write_entry(admin, posts=[other, popular, other], published_at="now")
    assert (entry["state"], entry["content"], entry["complete"]) == ("published", "With **much** in it.", False)
    assert [(post["id"], post["status"]) for post in entry["posts"]] == [(popular, "open"), (other, "open")]
    seen = visitor.get(f"/v1/changelog/{entry['id']}")
    assert seen.json() == entry
    assert seen.headers["ETag"].startswith('"1-')
    listed = visitor.get("/v1/changelog").json()["items"]
    assert listed == [{name: value for name, value in entry.items() if name not in ("content", "complete")}]


@pytest.mark.adversary
@pytest.mark.parametrize("state", ["draft", "scheduled"])
def test_what_is_not_published_is_seen_by_staff_alone(
    state: str, admin: Person, member: Person, visitor: httpx.Client
) -> None:
    post_id = member.post_idea()["id"]
    moment = in_an_hour() if state == "scheduled" else None
    entry = write_entry(admin, "Secret plans", posts=[post_id], published_at=moment, complete=moment is None)
    assert entry["state"] == state
    change_entry(admin, entry["id"], content="Other secrets.")
    for client in (visitor, member.client):
        assert titles(client) == titles(client, "?state=draft") == titles(client, "?state=scheduled") == []
        assert_problem(client.get(f"/v1/changelog/{entry['id']}"), 404)
        assert "Secret" not in client.get("/changelog.atom").text
        assert not [each for each in client.get("/v1/moderation-log").json()["items"] if "changelog" in each["action"]]
    assert titles(admin.client, f"?state={state}") == ["Secret plans"]
    assert titles(admin.client) == [], "staff, too, ask for what is not there for everybody"
    assert admin.client.get("/v1/moderation-log").json()["items"][0]["action"] == "changelog.drafted"
    assert statuses(visitor) == {post_id: "open"}
    assert "event" not in {each["type"].partition(".")[0] for each in events(admin)}
    assert not [each for each in events(admin) if each["type"].startswith("changelog")]


def events(person: Person) -> list[dict[str, str]]:
    found: list[dict[str, str]] = person.client.get("/v1/users/me/export").json()["events"]
    return found


def test_what_is_scheduled_is_there_at_its_hour_without_anybodys_doing(
    admin: Person, visitor: httpx.Client, superuser: Engine
) -> None:
    entry = write_entry(admin, published_at=in_an_hour())
    with superuser.connect() as connection:
        connection.execute(text("UPDATE changelog_entries SET published_at = now()"))
    assert titles(visitor) == [entry["title"]]
    assert visitor.get(f"/v1/changelog/{entry['id']}").json()["state"] == "published"


def test_publishing_completes_its_posts_with_a_word(admin: Person, member: Person, visitor: httpx.Client) -> None:
    asked, done, hidden, apart = (int(member.post_idea(f"Idea {number}")["id"]) for number in range(4))
    set_status(admin, done, "completed", "Long ago.")
    admin.client.patch(f"/v1/posts/{hidden}", json={"visibility": "hidden"})
    draft = write_entry(admin, "It's [here] *now*", posts=[asked, done, hidden], complete=True)
    assert statuses(visitor) == {asked: "open", done: "completed", apart: "open"}
    entry = change_entry(admin, draft["id"], published_at="now")
    assert {post["status"] for post in entry["posts"]} == {"completed"}
    assert statuses(visitor) == {asked: "completed", done: "completed", apart: "open"}
    post = visitor.get(f"/v1/posts/{asked}").json()
    address = f"https://board.example.com/changelog/{entry['id']}"
    assert post["response"] == rf"[It\'s \[here\] \*now\*]({address})"
    assert post["responded_at"]
    [change] = visitor.get(f"/v1/posts/{asked}/history").json()["items"]
    assert (change["status"], change["response"], change["actor"]["id"]) == ("completed", post["response"], admin.id)
    assert visitor.get(f"/v1/posts/{done}").json()["response"] == "Long ago."
    later = int(member.post_idea("Later")["id"])
    change_entry(admin, entry["id"], posts=[asked, later])
    assert statuses(visitor)[later] == "completed", "what is named later, too"
    change_entry(admin, entry["id"], published_at=None)
    assert statuses(visitor)[asked] == "completed", "what was completed stays so"


def test_of_two_who_change_it_the_second_is_told(admin: Person) -> None:
    entry_id = write_entry(admin)["id"]
    path = f"/v1/changelog/{entry_id}"
    known = {"If-Match": admin.client.get(path).headers["ETag"]}
    assert admin.client.patch(path, json={"title": "First"}, headers=known).status_code == 200
    assert_problem(admin.client.patch(path, json={"title": "Second"}, headers=known), 412)
    assert_problem(admin.client.delete(path, headers=known), 412)
    assert admin.client.get(path).json()["title"] == "First"
    assert admin.client.get(path).headers["ETag"].startswith('"2-')
    assert admin.client.delete(path).status_code == 204
    assert_problem(admin.client.patch(path, json={"title": "Third"}, headers=known), 404)
    assert_problem(admin.client.get(path), 404)
    assert_problem(admin.client.delete(path), 404)
    assert_problem(admin.client.patch(path, json={"title": "Third"}), 404)


def test_what_is_left_out_stays(admin: Person) -> None:
    post_id = admin.post_idea()["id"]
    entry = write_entry(admin, posts=[post_id], published_at="now", complete=True)
    changed = change_entry(admin, entry["id"], title="Version 3", posts=None, complete=None, content=None)
    assert {**changed, "title": entry["title"], "updated_at": entry["updated_at"]} == entry
    assert change_entry(admin, entry["id"], posts=[])["posts"] == []
    assert change_entry(admin, entry["id"], published_at=None)["state"] == "draft"


@pytest.mark.adversary
def test_what_cannot_be_an_entry_is_refused(admin: Person) -> None:
    post_id = admin.post_idea()["id"]
    good = {"title": "Version 2", "content": "Much."}
    refused: list[dict[str, Any]] = [
        *({**good, "title": ""}, {**good, "content": " \n "}, {**good, "content": "x" * 20_001}),
        *({**good, "posts": [post_id, 99]}, {**good, "posts": list(range(1, 52))}, {**good, "posts": [0]}),
        *({**good, "published_at": "tomorrow"}, {**good, "published_at": "2026-12-01"}, {**good, "published_at": 1}),
        *({**good, "published_at": "0001-01-01T00:00:00+01:00"}, {**good, "published_at": "2026-13-01T00:00:00Z"}),
        *({**good, "state": "published"}, {**good, "complete": "yes"}, {"title": "Version 2"}),
    ]
    for body in refused:
        problem = assert_problem(admin.client.post("/v1/changelog", json=body), 422)
        if "published_at" in body:
            assert [error["message"] for error in problem["errors"]] == [NO_MOMENT]
    assert titles(admin.client) == titles(admin.client, "?state=draft") == []
    entry_id = write_entry(admin, content=f" {'x' * 20_000}\n")["id"]
    assert change_entry(admin, entry_id)["content"] == "x" * 20_000
    assert_problem(admin.client.patch(f"/v1/changelog/{entry_id}", json={"posts": [99]}), 422)


def test_pages_come_latest_first_in_every_state(admin: Person, visitor: httpx.Client) -> None:
    hour = datetime.now(UTC) + timedelta(hours=1)
    for number in range(3):
        write_entry(admin, f"Draft {number}")
        write_entry(admin, f"Soon {number}", published_at=(hour + timedelta(days=number)).isoformat())
        write_entry(admin, f"Out {number}", published_at=(hour - timedelta(days=9 - number)).isoformat())
    for state, name in (("draft", "Draft"), ("scheduled", "Soon"), ("published", "Out")):
        first = admin.client.get(f"/v1/changelog?state={state}&limit=2").json()
        second = admin.client.get(f"/v1/changelog?state={state}&limit=2&cursor={first['next']}").json()
        assert [each["title"] for each in first["items"] + second["items"]] == [f"{name} {n}" for n in (2, 1, 0)]
        assert second["next"] is None


def test_a_retry_writes_once(admin: Person) -> None:
    body = {"title": "Version 2", "content": "Much.", "published_at": "now"}
    first, second = (admin.client.post("/v1/changelog", json=body, headers={"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.status_code, second.status_code, second.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json() == second.json()
    assert first.headers["Location"] == f"/v1/changelog/{first.json()['id']}"
    assert len(titles(admin.client)) == 1


def test_each_change_is_in_the_log(admin: Person, visitor: httpx.Client) -> None:
    entry_id = write_entry(admin)["id"]
    for changes in ({"published_at": "now"}, {"title": "Version 3"}, {"published_at": None}, {"published_at": "now"}):
        change_entry(admin, entry_id, **changes)
    admin.client.delete(f"/v1/changelog/{entry_id}")
    public = [entry["action"] for entry in visitor.get("/v1/moderation-log").json()["items"]]
    assert public == [f"changelog.{what}" for what in ("deleted", "published", "withdrawn", "changed", "published")]
    assert len(admin.client.get("/v1/moderation-log").json()["items"]) == 6
    seen = [event["type"] for event in events(admin) if event["type"].startswith("changelog")]
    # What was taken back before anybody had a mail was never told.
    assert seen == ["changelog.updated", "changelog.withdrawn", "changelog.deleted"]
