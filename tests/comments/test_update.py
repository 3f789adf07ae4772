"""PATCH /v1/comments/{id}"""

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.comments import comment, count_comments
from tests.support.people import People, Person
from tests.support.problems import assert_problem


def test_the_own_comment(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    post_id = member.post_idea()["id"]
    written = comment(member, post_id)
    answer = member.client.patch(f"/v1/comments/{written['id']}", json={"content": "Better."})
    changed = answer.json()
    assert answer.headers["ETag"].startswith('"2-')
    assert changed == written | {"content": "Better.", "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > written["updated_at"]
    assert visitor.get(f"/v1/posts/{post_id}/comments").json()["items"] == [changed]
    assert visitor.get(f"/v1/posts/{post_id}").json()["updated_at"] == changed["updated_at"]
    assert visitor.get("/v1/moderation-log").json()["items"] == []
    assert count_comments(superuser, post_id) == (1, 1)


def test_staff_change_anybodys(visitor: httpx.Client, admin: Person, member: Person) -> None:
    written = comment(member, member.post_idea()["id"])
    changed = admin.client.patch(f"/v1/comments/{written['id']}", json={"content": "Without the swearing."}).json()
    assert (changed["content"], changed["author"]["id"]) == ("Without the swearing.", member.id)
    entry = visitor.get("/v1/moderation-log").json()["items"][0]
    assert (entry["action"], entry["target_type"], entry["target_id"]) == ("comment.changed", "comment", written["id"])


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_who_may(visitor: httpx.Client, people: People, admin: Person, member: Person, method: str) -> None:
    post_id = admin.post_idea()["id"]
    path = f"/v1/comments/{comment(people.join(), post_id)['id']}"
    body = {"content": "Changed"} if method == "PATCH" else None
    assert_problem(visitor.request(method, path, json=body), 401)
    assert_problem(member.client.request(method, path, json=body), 403)
    assert visitor.get(f"/v1/posts/{post_id}/comments").json()["items"][0]["content"] != "Changed"
    assert visitor.get(f"/v1/posts/{post_id}").json()["comments_count"] == 1
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert member.client.request(method, path, json=body).is_success


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_no_such_comment(admin: Person, member: Person, method: str) -> None:
    body = {"content": "x"} if method == "PATCH" else None
    assert_problem(member.client.request(method, "/v1/comments/99", json=body), 404)
    post_id = member.post_idea()["id"]
    path = f"/v1/comments/{comment(member, post_id)['id']}"
    admin.client.patch(f"/v1/posts/{post_id}", json={"visibility": "hidden"})
    assert_problem(member.client.request(method, path, json=body), 404)
    assert admin.client.request(method, path, json=body).is_success


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_comment_that_changed_since(superuser: Engine, member: Person, method: str) -> None:
    post_id = member.post_idea()["id"]
    answer = member.client.post(f"/v1/posts/{post_id}/comments", json={"content": "First"})
    path, stale = answer.headers["Location"], answer.headers["ETag"]
    current = member.client.patch(path, json={"content": "Second"}, headers={"If-Match": stale}).headers["ETag"]
    body = {"content": "Third"} if method == "PATCH" else None
    for tag in (stale, '"nonsense"'):
        assert_problem(member.client.request(method, path, json=body, headers={"If-Match": tag}), 412)
    assert member.client.get(f"/v1/posts/{post_id}/comments").json()["items"][0]["content"] == "Second"
    assert count_comments(superuser, post_id) == (1, 1)
    assert member.client.request(method, path, json=body, headers={"If-Match": current}).is_success


@pytest.mark.parametrize("body", [{"content": ""}, {"hidden": "yes"}, {"author_id": 1}, {"content": "a\0"}])
def test_what_no_comment_has(member: Person, body: dict[str, object]) -> None:
    written = comment(member, member.post_idea()["id"])
    assert_problem(member.client.patch(f"/v1/comments/{written['id']}", json=body), 422)


def test_nothing_sent_is_nothing_changed(member: Person) -> None:
    written = comment(member, member.post_idea()["id"])
    answer = member.client.patch(f"/v1/comments/{written['id']}", json={})
    assert (answer.status_code, answer.json()["content"]) == (200, written["content"])
