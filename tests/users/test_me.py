"""GET and PATCH /v1/users/me, PUT /v1/users/me/password"""

from typing import get_args

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.models.enums import Language
from tests.support.people import OWN_ACCOUNT, PASSWORD, People, Person
from tests.support.problems import assert_problem

NEW = "another horse battery"


def test_the_own_account(member: Person) -> None:
    body = member.client.get("/v1/users/me").json()
    assert set(body) == OWN_ACCOUNT
    assert (body["id"], body["email"], body["name"], body["role"]) == (member.id, member.email, "Member", "member")


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("PATCH", ""), ("PUT", "/password")])
def test_it_takes_a_token(visitor: httpx.Client, method: str, path: str) -> None:
    answer = visitor.request(method, f"/v1/users/me{path}")
    assert_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_renaming(visitor: httpx.Client, admin: Person, member: Person) -> None:
    answer = member.client.patch("/v1/users/me", json={"name": "  Grace Hopper "})
    assert (answer.status_code, answer.json()["name"]) == (200, "Grace Hopper")
    assert visitor.get(f"/v1/users/{member.id}").json()["name"] == "Grace Hopper"
    assert visitor.get(f"/v1/users/{admin.id}").json()["name"] == "Admin"


@pytest.mark.parametrize("field", ["email", "email_verified", "role", "status", "id", "password", "created_at"])
def test_nothing_but_name_and_language(member: Person, field: str) -> None:
    problem = assert_problem(member.client.patch("/v1/users/me", json={"name": "M", field: "admin"}), 422)
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{field}"]
    assert member.client.get("/v1/users/me").json()["name"] == "Member"


def test_a_language(superuser: Engine, member: Person) -> None:
    """What is not sent stays; null takes the choice back. It is exported, and goes with the account."""
    sent: tuple[tuple[dict[str, str | None], tuple[str, str | None]], ...] = (
        ({"language": "ar"}, ("Member", "ar")),
        ({"name": "Grace"}, ("Grace", "ar")),
        ({}, ("Grace", "ar")),
        ({"name": None}, ("Grace", "ar")),
        ({"language": None}, ("Grace", None)),
        ({"language": "de", "name": "Ada"}, ("Ada", "de")),
    )
    assert member.client.get("/v1/users/me").json()["language"] is None
    for body, expected in sent:
        answer = member.client.patch("/v1/users/me", json=body)
        assert (answer.status_code, answer.json()["name"], answer.json()["language"]) == (200, *expected), body
        assert member.client.get("/v1/users/me").json() == answer.json()
    assert member.client.get("/v1/users/me/export").json()["account"]["language"] == "de"
    assert "language" not in member.client.get(f"/v1/users/{member.id}").json()
    assert member.client.delete("/v1/users/me").status_code == 204
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT language FROM users WHERE id = :id"), {"id": member.id}) is None


@pytest.mark.parametrize("language", ["", "DE", "xx", "de-DE", 1, ["de"]])
def test_a_language_that_the_board_lacks(member: Person, language: object) -> None:
    problem = assert_problem(member.client.patch("/v1/users/me", json={"language": language}), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/language"]


def test_the_database_knows_the_languages(superuser: Engine, member: Person) -> None:
    with superuser.connect() as connection:
        for language in get_args(Language):
            connection.execute(text("UPDATE users SET language = :language"), {"language": language})
        with pytest.raises(DBAPIError, match="ck_users_language"):
            connection.execute(text("UPDATE users SET language = 'xx'"))


def test_a_new_password_ends_the_other_sessions(visitor: httpx.Client, people: People, member: Person) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    change = {"current_password": PASSWORD, "new_password": NEW}
    assert member.client.put("/v1/users/me/password", json=change).status_code == 204
    assert_problem(elsewhere.client.get("/v1/users/me"), 401)
    form = {"grant_type": "refresh_token", "refresh_token": elsewhere.refresh_token}
    assert visitor.post("/v1/auth/token", data=form).status_code == 400
    assert member.client.get("/v1/users/me").status_code == 200
    form["refresh_token"] = member.refresh_token
    assert visitor.post("/v1/auth/token", data=form).status_code == 200
    old = {"grant_type": "password", "username": member.email, "password": PASSWORD}
    assert visitor.post("/v1/auth/token", data=old).status_code == 400
    assert people.sign_in(member.id, member.email, NEW)


@pytest.mark.parametrize("current", ["wrong password", PASSWORD.upper(), f"{PASSWORD} "])
def test_it_takes_the_current_one(people: People, member: Person, current: str) -> None:
    elsewhere = people.sign_in(member.id, member.email)
    change = {"current_password": current, "new_password": NEW}
    assert_problem(member.client.put("/v1/users/me/password", json=change), 403)
    assert elsewhere.client.get("/v1/users/me").status_code == 200
    assert people.sign_in(member.id, member.email)
