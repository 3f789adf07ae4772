"""Scopes: what a credential is good for that is no full sign-in, for every route that there is."""

import json
from base64 import urlsafe_b64decode
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.auth.tokens import issue_access_token
from app.settings.config import load_settings
from tests.auth.test_access import BODIES
from tests.support.access import ACCESS, FULL_SIGN_IN, scope_of
from tests.support.forged_tokens import GOOD, assert_refused, claims_of, signed
from tests.support.people import Person
from tests.support.problems import assert_problem
from tests.support.statements import statements

TOO_FEW: dict[str, str | None] = {"read": "write", "write": "read", "moderate": "read write", "admin": "read write"}
IDS = {
    "user_id": 1,
    "post_id": 1,
    "comment_id": 1,
    "slug": "web",
    "entry_id": 1,
    "session_id": 1,
    "key_id": 1,
    "webhook_id": 1,
    "delivery_id": 1,
    "path": "x",
    "language": "de",
}
SCOPED = [route for route in ACCESS if scope_of(route)]


def narrow(superuser: Engine, person: Person, scope: str | None) -> None:
    """Makes of the person's sign-in one that somebody else vouched for."""
    with superuser.connect() as connection:
        connection.execute(
            text("UPDATE sessions SET scope = :scope WHERE user_id = :id"), {"scope": scope, "id": person.id}
        )


def token_of(person: Person, scope: str | None) -> dict[str, str]:
    session_id = int(claims_of(person)["sid"])
    token = issue_access_token(person.id, session_id, load_settings(), seconds=60, scope=scope)
    return {"Authorization": f"Bearer {token}"}


def ask(client: httpx.Client, route: str, **headers: str) -> httpx.Response:
    method, path = route.split()
    body = {"headers": {}, **BODIES.get(route, {})}
    return client.request(method, path.format(**IDS), **(body | {"headers": {**body["headers"], **headers}}))


def assert_insufficient(answer: httpx.Response, scope: str | None) -> None:
    assert_problem(answer, 403)
    problem, challenge = answer.json(), answer.headers["WWW-Authenticate"]
    assert problem["type"] == "urn:problem-type:heed:insufficient-scope"
    assert challenge.startswith('Bearer error="insufficient_scope"')
    if scope == FULL_SIGN_IN:
        assert "full sign-in" in problem["detail"]
    else:
        assert f"`{scope}`" in problem["detail"]
        assert f'scope="{scope}"' in challenge


@pytest.mark.adversary
@pytest.mark.parametrize("way", ["of the session", "of the token"])
@pytest.mark.parametrize("route", SCOPED)
def test_too_few_scopes(superuser: Engine, member: Person, route: str, way: str) -> None:
    """Also where the scope that is missing is that of a role which the member doesn't have."""
    needed = scope_of(route)
    assert needed
    scope = TOO_FEW.get(needed, "read write")
    if way == "of the session":
        narrow(superuser, member, scope)
        assert_insufficient(ask(member.client, route), needed)
    else:
        assert_insufficient(ask(member.client, route, **token_of(member, scope)), needed)


@pytest.mark.adversary
@pytest.mark.parametrize("route", [route for route in SCOPED if scope_of(route) in ("read", "write")])
def test_enough_scopes(superuser: Engine, member: Person, route: str) -> None:
    narrow(superuser, member, scope_of(route))
    assert "insufficient" not in ask(member.client, route).text


def test_no_more_than_the_session_has(superuser: Engine, member: Person) -> None:
    narrow(superuser, member, "read")
    for scope in (None, "write", "read write"):
        token = token_of(member, scope)
        assert_insufficient(member.client.post("/v1/posts", json={"title": "Dark mode"}, headers=token), "write")
    assert_insufficient(member.client.get("/v1/posts", headers=token_of(member, "write")), "read")


def test_a_refresh_keeps_the_scope(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    narrow(superuser, member, "read")
    form = {"grant_type": "refresh_token", "refresh_token": member.refresh_token}
    for _ in range(2):  # The second time it is the same answer again.
        tokens = visitor.post("/v1/auth/token", data=form | {"scope": "read write admin"}).json()
        assert tokens["scope"] == "read"
        assert claims(tokens["access_token"])["scope"] == "read"
        token = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert_insufficient(visitor.post("/v1/posts", json={"title": "Dark mode"}, headers=token), "write")


def test_a_full_sign_in_has_none(visitor: httpx.Client, member: Person) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": member.refresh_token}
    tokens = visitor.post("/v1/auth/token", data=form).json()
    assert "scope" not in tokens
    assert "scope" not in claims(tokens["access_token"])


@pytest.mark.adversary
@pytest.mark.parametrize("role", ["moderator", "admin"])
@pytest.mark.parametrize("way", ["of the session", "of the token"])
def test_never_staffs(
    superuser: Engine, visitor: httpx.Client, admin: Person, member: Person, role: str, way: str
) -> None:
    """Staff see more in what everybody may read: such a sign-in ends when its member becomes staff."""
    assert admin.client.patch(f"/v1/users/{member.id}", json={"role": role}).status_code == 200
    headers = {}
    if way == "of the session":
        narrow(superuser, member, "read write")
    else:
        headers = token_of(member, "read write")
    for path in ("/v1/posts", "/v1/users/me"):
        assert_problem(member.client.get(path, headers=headers), 401)
    if way == "of the session":
        form = {"grant_type": "refresh_token", "refresh_token": member.refresh_token}
        assert visitor.post("/v1/auth/token", data=form).status_code == 400


@pytest.mark.adversary
@pytest.mark.parametrize(
    "scope",
    ["", " ", "admin", "moderate", "import", "write read", "read  write", "read read", "READ", None, 1, ["read"], {}],
)
def test_a_token_with_a_scope_that_none_has(member: Person, scope: Any) -> None:
    assert_refused(member, f"Bearer {signed(GOOD, claims_of(member) | {'scope': scope})}")


@pytest.mark.parametrize("scope", ["", "admin", "write read", "read write moderate"])
def test_the_database_takes_no_other(superuser: Engine, member: Person, scope: str) -> None:
    with pytest.raises(DBAPIError, match="ck_sessions_scope"):
        narrow(superuser, member, scope)


@pytest.mark.adversary
def test_scopes_come_before_a_replay(superuser: Engine, member: Person) -> None:
    key = {"Idempotency-Key": "once"}
    for path, body in (("/v1/posts", {"title": "Dark mode"}), ("/v1/posts/1/comments", {"content": "Yes"})):
        assert member.client.post(path, json=body, headers=key).status_code == 201
        answer = member.client.post(path, json=body, headers=key | token_of(member, "read"))
        assert_insufficient(answer, "write")


def test_they_cost_no_statement(superuser: Engine, member: Person) -> None:
    with statements() as full:
        member.client.get("/v1/users/me")
    narrow(superuser, member, "read")
    with statements() as narrowed:
        member.client.get("/v1/users/me")
    assert len(full) == len(narrowed) == 1


def claims(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(token.split(".")[1] + "=="))
    return claims
