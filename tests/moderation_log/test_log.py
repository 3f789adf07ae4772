"""GET /v1/moderation-log: what staff did, written with what they did, and never changed."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.support.people import People, Person
from tests.support.problems import assert_problem


def log(client: httpx.Client, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/v1/moderation-log{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.fixture
def moderator(admin: Person, people: People, superuser: Engine) -> Person:
    person = people.join("Moderator")
    with superuser.connect() as connection:
        connection.execute(text("UPDATE users SET role = 'moderator' WHERE id = :id"), {"id": person.id})
    return person


Act = Callable[[Person, Person, int], httpx.Response]
STAFF_ACTIONS: dict[str, tuple[Act, str, dict[str, Any]]] = {
    "role": (
        lambda admin, member, _: admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"}),
        "user.changed",
        {"role": "moderator"},
    ),
    "status": (
        lambda admin, member, _: admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}),
        "user.changed",
        {"status": "disabled"},
    ),
    "edit": (
        lambda admin, _, post: admin.client.patch(f"/v1/posts/{post}", json={"title": "B", "content": "C"}),
        "post.edited",
        {"fields": ["content", "title"]},
    ),
    "delete": (
        lambda admin, _, post: admin.client.delete(f"/v1/posts/{post}"),
        "post.deleted",
        {"title": "Dark mode"},
    ),
}


@pytest.mark.parametrize(("act", "action", "detail"), STAFF_ACTIONS.values(), ids=STAFF_ACTIONS)
def test_each_staff_action(
    visitor: httpx.Client, admin: Person, member: Person, act: Act, action: str, detail: dict[str, Any]
) -> None:
    post = member.post_idea()["id"]
    assert act(admin, member, post).is_success
    kind = action.partition(".")[0]
    [entry] = log(admin.client)
    assert (entry["action"], entry["target_type"], entry["target_id"]) == (
        action,
        kind,
        member.id if kind == "user" else post,
    )
    assert (entry["actor"]["id"], entry["detail"]) == (admin.id, detail)
    [public] = log(visitor)
    assert public == {**entry, "actor": None, "detail": None}


@pytest.mark.parametrize("who", ["visitor", "member", "moderator"])
def test_who_sees_who_did_it(visitor: httpx.Client, admin: Person, member: Person, moderator: Person, who: str) -> None:
    admin.client.delete(f"/v1/posts/{member.post_idea()['id']}")
    client = {"visitor": visitor, "member": member.client, "moderator": moderator.client}[who]
    [entry] = log(client)
    assert (entry["actor"] is not None, entry["detail"] is not None) == (who == "moderator", who == "moderator")
    assert "@" not in str(entry)


def test_a_moderator_is_staff(admin: Person, member: Person, moderator: Person) -> None:
    post = member.post_idea()["id"]
    moderator.client.patch(f"/v1/posts/{post}", json={"title": "Better"})
    moderator.client.delete(f"/v1/posts/{post}")
    assert [(entry["action"], entry["actor"]["id"]) for entry in log(admin.client)] == [
        ("post.deleted", moderator.id),
        ("post.edited", moderator.id),
    ]


def test_what_members_do_with_their_own_is_nobodys_business(admin: Person, member: Person) -> None:
    for person in (admin, member):
        post = person.post_idea()["id"]
        person.client.patch(f"/v1/posts/{post}", json={"title": "Better"})
        person.client.delete(f"/v1/posts/{post}")
        person.client.patch("/v1/users/me", json={"name": "Other"})
    assert log(admin.client) == []


def test_what_changed_nothing_or_was_refused_is_not_in_it(admin: Person, member: Person, moderator: Person) -> None:
    post = member.post_idea()["id"]
    assert admin.client.patch(f"/v1/posts/{post}", json={}).status_code == 200
    assert admin.client.patch(f"/v1/users/{member.id}", json={}).status_code == 200
    assert_problem(moderator.client.patch(f"/v1/users/{member.id}", json={"role": "admin"}), 403)
    assert_problem(admin.client.patch(f"/v1/users/{admin.id}", json={"role": "member"}), 409)
    assert_problem(admin.client.delete("/v1/posts/99"), 404)
    assert log(admin.client) == []


@pytest.mark.parametrize(("act", "action", "detail"), STAFF_ACTIONS.values(), ids=STAFF_ACTIONS)
def test_without_its_entry_nothing_is_done(
    superuser: Engine, admin: Person, member: Person, act: Act, action: str, detail: dict[str, Any]
) -> None:
    """The entry is of the same transaction: one that can't be written stops what it is about."""
    post = member.post_idea()
    before = [member.client.get(path).json() for path in (f"/v1/posts/{post['id']}", f"/v1/users/{member.id}")]
    with superuser.connect() as connection:
        connection.execute(text("ALTER TABLE moderation_log ADD CONSTRAINT full_up CHECK (false) NOT VALID"))
        try:
            assert act(admin, member, post["id"]).is_error
        finally:
            connection.execute(text("ALTER TABLE moderation_log DROP CONSTRAINT full_up"))
    after = [member.client.get(path).json() for path in (f"/v1/posts/{post['id']}", f"/v1/users/{member.id}")]
    assert after == before


@pytest.mark.parametrize("change", ["UPDATE moderation_log SET action = 'nothing'", "DELETE FROM moderation_log"])
def test_the_database_keeps_it_as_it_is(superuser: Engine, admin: Person, member: Person, change: str) -> None:
    """Not even a superuser's statement changes it."""
    admin.client.delete(f"/v1/posts/{member.post_idea()['id']}")
    before = log(admin.client)
    with superuser.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(change))
    assert log(admin.client) == before


def test_pages_lead_back_in_time(visitor: httpx.Client, admin: Person, member: Person) -> None:
    posts = [member.post_idea(f"Idea {number}")["id"] for number in range(5)]
    for post in posts:
        admin.client.delete(f"/v1/posts/{post}")
    seen, url = [], "/v1/moderation-log?limit=2"
    while url:
        answer = visitor.get(url)
        seen += [entry["target_id"] for entry in answer.json()["items"]]
        url = answer.links["next"]["url"] if "next" in answer.links else ""
    assert seen == posts[::-1]


def test_a_cursor_of_another_list_is_refused(visitor: httpx.Client, admin: Person, member: Person) -> None:
    for _ in range(2):
        member.post_idea()
    cursor = visitor.get("/v1/posts?limit=1").json()["next"]
    assert_problem(visitor.get("/v1/moderation-log", params={"cursor": cursor}), 400)


def test_by_whom_and_by_what(visitor: httpx.Client, people: People, admin: Person, member: Person) -> None:
    other = people.join()
    admin.client.patch(f"/v1/users/{other.id}", json={"role": "moderator"}).raise_for_status()
    post_id = member.post_idea()["id"]
    for staff, change in ((admin, {"locked": True}), (other, {"title": "Better"}), (other, {"locked": False})):
        staff.client.patch(f"/v1/posts/{post_id}", json=change).raise_for_status()
    path = "/v1/moderation-log"

    def found(client: httpx.Client, query: str) -> list[str]:
        return [entry["action"] for entry in client.get(f"{path}?{query}").json()["items"]]

    assert found(admin.client, f"actor={other.id}") == ["post.moderated", "post.edited"]
    assert found(admin.client, "action=post.moderated") == ["post.moderated"] * 2
    assert found(admin.client, f"action=post.moderated&actor={admin.id}") == ["post.moderated"]
    assert found(visitor, "action=post.edited") == ["post.edited"]
    assert_problem(visitor.get(f"{path}?actor={other.id}"), 403)
    assert_problem(member.client.get(f"{path}?actor={other.id}"), 403)
    assert_problem(admin.client.get(f"{path}?action=DROP"), 422)
