"""Notes: comments for staff alone, of which nothing that others get may tell."""

from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.comments import comment, count_comments
from tests.support.merges import merge, undo
from tests.support.people import People, Person
from tests.support.problems import assert_problem

pytestmark = pytest.mark.adversary
SECRET = "Zanzibar pays for this one."


def note(staff: Person, post_id: int, content: str = SECRET) -> dict[str, Any]:
    answer = staff.client.post(f"/v1/posts/{post_id}/comments", json={"content": content, "staff_only": True})
    assert answer.status_code == 201, answer.text
    written: dict[str, Any] = answer.json()
    return written


@pytest.fixture
def moderator(admin: Person, people: People) -> Person:
    person = people.join("Moderator")
    admin.client.patch(f"/v1/users/{person.id}", json={"role": "moderator"}).raise_for_status()
    return person


def everything(client: httpx.Client, post_id: int, *more: str) -> list[tuple[int, str]]:
    """What a caller gets of a board, on every path that leads to comments."""
    paths = (
        f"/v1/posts/{post_id}",
        f"/v1/posts/{post_id}/comments",
        "/v1/posts?sort=discussed",
        "/v1/posts?sort=updated",
        "/v1/posts?updated_since=2026-01-31T12:00:00Z",
        "/v1/moderation-log",
        "/feed.atom",
        "/sitemap.xml",
        f"/posts/{post_id}/dark-mode",
        "/",
        *more,
    )
    answers = [client.get(path) for path in paths]
    return [(answer.status_code, answer.text) for answer in answers]


def test_to_all_but_staff_nothing_has_happened(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person, moderator: Person
) -> None:
    post_id = member.post_idea()["id"]
    comment(member, post_id, "Mine.")
    before = [everything(client, post_id) for client in (visitor, member.client)]
    with superuser.connect() as connection:
        rows = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM subscriptions)"
        told = connection.execute(text(rows)).one()
        written = note(admin, post_id)
        path = f"/v1/comments/{written['id']}"
        assert moderator.client.patch(path, json={"content": f"{SECRET} Really."}).status_code == 200
        assert moderator.client.delete(f"/v1/comments/{note(admin, post_id)['id']}").status_code == 204
        assert connection.execute(text(rows)).one() == told
    assert [everything(client, post_id) for client in (visitor, member.client)] == before
    for client in (visitor, member.client):
        assert client.get(f"/comments/{written['id']}").status_code == 404
        assert client.get("/v1/posts?q=zanzibar").json()["items"] == []
    assert SECRET not in member.client.get("/v1/users/me/export").text
    for method, body in (("PATCH", {"content": "x"}), ("DELETE", None)):
        assert_problem(member.client.request(method, path, json=body), 404)
    assert count_comments(superuser, post_id) == (1, 1)


def test_staff_see_it_in_its_place(admin: Person, member: Person, moderator: Person) -> None:
    post_id = member.post_idea()["id"]
    first, between, last = comment(member, post_id), note(admin, post_id), comment(admin, post_id)
    seen = moderator.client.get(f"/v1/posts/{post_id}/comments").json()["items"]
    assert [each["id"] for each in seen] == [first["id"], between["id"], last["id"]]
    assert (seen[1]["content"], seen[1]["staff_only"], seen[1]["hidden"]) == (SECRET, True, True)
    others = member.client.get(f"/v1/posts/{post_id}/comments").json()["items"]
    assert [(each["id"], each["staff_only"]) for each in others] == [(first["id"], False), (last["id"], False)]
    page = member.client.get(f"/v1/posts/{post_id}/comments?limit=1")
    assert [each["id"] for each in member.client.get(page.links["next"]["url"]).json()["items"]] == [last["id"]]


def test_only_staff_write_them(superuser: Engine, member: Person) -> None:
    post_id = member.post_idea()["id"]
    answer = member.client.post(f"/v1/posts/{post_id}/comments", json={"content": SECRET, "staff_only": True})
    assert_problem(answer, 403)
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM comments")) == 0


@pytest.mark.parametrize("hidden", [True, False])
def test_it_is_never_shown(superuser: Engine, admin: Person, member: Person, hidden: bool) -> None:
    written = note(admin, member.post_idea()["id"])
    answer = admin.client.patch(f"/v1/comments/{written['id']}", json={"hidden": hidden})
    assert [error["pointer"] for error in assert_problem(answer, 422)["errors"]] == ["#/hidden"]
    assert_problem(admin.client.patch(f"/v1/comments/{written['id']}", json={"staff_only": False}), 422)
    with superuser.connect() as connection, pytest.raises(Exception, match="ck_comments_notes_are_hidden"):
        connection.execute(text("UPDATE comments SET hidden = false"))


def test_who_is_staff_no_more_has_it_in_the_export_alone(people: People, admin: Person, moderator: Person) -> None:
    post_id = admin.post_idea()["id"]
    written = note(moderator, post_id)
    admin.client.patch(f"/v1/users/{moderator.id}", json={"role": "member"}).raise_for_status()
    assert moderator.client.get(f"/v1/posts/{post_id}/comments").json()["items"] == []
    assert_problem(moderator.client.patch(f"/v1/comments/{written['id']}", json={"content": "x"}), 404)
    exported = moderator.client.get("/v1/users/me/export").json()["comments"]
    assert [(each["content"], each["staff_only"]) for each in exported] == [(SECRET, True)]


def test_what_staff_did_to_it_is_in_their_log_alone(visitor: httpx.Client, admin: Person, moderator: Person) -> None:
    written = note(admin, admin.post_idea()["id"])
    moderator.client.patch(f"/v1/comments/{written['id']}", json={"content": "Better"}).raise_for_status()
    logged = [entry["action"] for entry in admin.client.get("/v1/moderation-log").json()["items"]]
    assert logged[0] == "note.changed"
    actions = "/v1/moderation-log?action=note.changed"
    assert len(admin.client.get(actions).json()["items"]) == 1
    assert visitor.get(actions).json()["items"] == []


def test_it_moves_with_its_post_and_back(superuser: Engine, admin: Person, member: Person) -> None:
    original, duplicate = admin.post_idea("Original")["id"], member.post_idea("Duplicate")["id"]
    comment(member, duplicate)
    written = note(admin, duplicate)
    merge(admin, duplicate, original)
    assert written["id"] in [each["id"] for each in admin.client.get(f"/v1/posts/{original}/comments").json()["items"]]
    assert len(member.client.get(f"/v1/posts/{original}/comments").json()["items"]) == 1
    assert (count_comments(superuser, original), count_comments(superuser, duplicate)) == ((1, 1), (0, 0))
    undo(admin, duplicate)
    assert len(admin.client.get(f"/v1/posts/{duplicate}/comments").json()["items"]) == 2
    assert (count_comments(superuser, original), count_comments(superuser, duplicate)) == ((0, 0), (1, 1))


def test_a_locked_post_takes_notes_and_a_merged_one_does_not(admin: Person, member: Person) -> None:
    locked, merged = member.post_idea()["id"], member.post_idea()["id"]
    admin.client.patch(f"/v1/posts/{locked}", json={"locked": True}).raise_for_status()
    note(admin, locked)
    merge(admin, merged, locked)
    answer = admin.client.post(f"/v1/posts/{merged}/comments", json={"content": SECRET, "staff_only": True})
    assert assert_problem(answer, 409)["type"] == "urn:problem-type:heed:comments-closed"
