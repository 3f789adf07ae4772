"""Fields that are the board's to set are refused in every body, and nothing of the rest is done."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.support.comments import comment
from tests.support.people import PASSWORD, Person
from tests.support.problems import assert_problem
from tests.support.tags import add_tag

BODIES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sign up": ("POST", "/v1/users", {"email": "new@example.com", "name": "New", "password": PASSWORD}),
    "own account": ("PATCH", "/v1/users/me", {"name": "Another", "language": "de"}),
    "password": ("PUT", "/v1/users/me/password", {"current_password": PASSWORD, "new_password": "another horse"}),
    "address": ("PUT", "/v1/users/me/email", {"code_id": "x", "code": "123456"}),
    "account": ("PATCH", "/v1/users/2", {"status": "disabled"}),
    "new post": ("POST", "/v1/posts", {"title": "Another"}),
    "post": ("PATCH", "/v1/posts/1", {"title": "Another"}),
    "new comment": ("POST", "/v1/posts/1/comments", {"content": "Another"}),
    "comment": ("PATCH", "/v1/comments/1", {"content": "Another"}),
    "vote for another": ("POST", "/v1/posts/1/votes", {"email": "grace@example.com"}),
    "answer": ("PUT", "/v1/posts/1/status", {"status": "planned"}),
    "new tag": ("POST", "/v1/tags", {"slug": "android", "name": "Android"}),
    "board": ("PATCH", "/v1/board", {"private": True}),
    "tag": ("PATCH", "/v1/tags/web", {"name": "Another"}),
}
FIELDS: dict[str, Any] = {
    "id": 1,
    "user_id": 1,
    "author_id": 1,
    "author": {"id": 1},
    "role": "admin",
    "is_admin": True,
    "email": "other@example.com",
    "email_verified": True,
    "password_hash": "x",
    "votes_count": 1_000_000,
    "has_voted": True,
    "created_at": "2000-01-01T00:00:00Z",
    "updated_at": "2000-01-01T00:00:00Z",
    "__proto__": {"role": "admin"},
    "Role": "admin",
}
TABLES = ("board", "users", "posts", "comments", "tags", "status_history")
ALLOWED = {("sign up", "email"), ("vote for another", "email"), ("account", "role")}


def everything(superuser: Engine) -> list[Any]:
    with superuser.connect() as connection:
        return [connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).all() for table in TABLES]


@pytest.mark.parametrize("where", BODIES)
def test_a_field_that_is_not_the_callers(superuser: Engine, admin: Person, member: Person, where: str) -> None:
    comment(admin, admin.post_idea()["id"])
    add_tag(admin, "web")
    before = everything(superuser)
    method, path, body = BODIES[where]
    for field in [name for name in FIELDS if (where, name) not in ALLOWED]:
        answer = admin.client.request(method, path, json=body | {field: FIELDS[field]})
        assert [error["pointer"] for error in assert_problem(answer, 422)["errors"]] == [f"#/{field}"]
    assert everything(superuser) == before


@pytest.mark.parametrize("name", ["name", "role"])
def test_a_field_twice_is_the_last_and_still_checked(admin: Person, member: Person, name: str) -> None:
    raw = json.dumps({"name": "A"})[:-1] + f', "{name}": "B", "role": "admin"}}'
    assert_problem(member.client.patch("/v1/users/me", content=raw, headers={"Content-Type": "application/json"}), 422)
    assert member.client.get("/v1/users/me").json()["role"] == "member"
