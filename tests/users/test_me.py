"""GET and PATCH /v1/users/me, PUT /v1/users/me/password"""

import httpx
import pytest

from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem

NEW = "another horse battery"


def test_the_own_account(member: Person) -> None:
    body = member.client.get("/v1/users/me").json()
    assert set(body) == {"id", "name", "role", "created_at", "email", "email_verified", "status"}
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
def test_nothing_but_the_name(member: Person, field: str) -> None:
    problem = assert_problem(member.client.patch("/v1/users/me", json={"name": "M", field: "admin"}), 422)
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{field}"]
    assert member.client.get("/v1/users/me").json()["name"] == "Member"


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
