"""PATCH /v1/posts/{id}"""

import httpx
import pytest

from tests.support.people import People, Person
from tests.support.problems import assert_problem


@pytest.mark.parametrize(
    "changes", [{"title": "Night mode"}, {"content": "Please"}, {"content": ""}, {"title": "A", "content": "B"}]
)
def test_only_what_was_sent_changes(member: Person, changes: dict[str, str]) -> None:
    post = member.post_idea("Dark mode", "My eyes hurt.")
    changed = member.client.patch(f"/v1/posts/{post['id']}", json=changes).json()
    assert changed == post | changes | {"updated_at": changed["updated_at"]}
    assert changed["updated_at"] > post["updated_at"]
    assert member.client.get(f"/v1/posts/{post['id']}").json() == changed


def test_nothing_sent_is_nothing_changed(member: Person) -> None:
    post = member.post_idea()
    answer = member.client.patch(f"/v1/posts/{post['id']}", json={})
    assert (answer.status_code, answer.json()["title"]) == (200, post["title"])


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_who_may(visitor: httpx.Client, people: People, admin: Person, member: Person, method: str) -> None:
    other = people.join()
    path = f"/v1/posts/{other.post_idea()['id']}"
    body = {"title": "Changed"} if method == "PATCH" else None
    assert_problem(visitor.request(method, path, json=body), 401)
    assert_problem(member.client.request(method, path, json=body), 403)
    assert visitor.get(path).json()["title"] == "Dark mode"
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "moderator"})
    assert member.client.request(method, path, json=body).is_success


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_no_such_post(member: Person, method: str) -> None:
    assert_problem(member.client.request(method, "/v1/posts/99", json={} if method == "PATCH" else None), 404)
