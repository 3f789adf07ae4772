"""Access tokens: how they are shown, and when they stop to be worth anything."""

import asyncio
import json
import time
from contextlib import closing
from unittest.mock import Mock

import httpx
import pytest
from jose import jws, jwt
from sqlalchemy import Engine, text

from app.auth.tokens import LEEWAY, issue_access_token, read_access_token
from app.errors import Unauthorized
from app.settings.config import load_settings
from handler.api import app as warm
from tests.support.boards import BASE_URL, board
from tests.support.forged_tokens import GOOD, assert_refused, claims_of, signed
from tests.support.people import Person
from tests.support.problems import assert_problem

AUTHORIZATIONS = {
    "empty": [""],
    "only the scheme": ["Bearer"],
    "an empty token": ["Bearer "],
    "Basic": ["Basic YTpi"],
    "no scheme": ["{token}"],
    "another scheme": ["Token {token}"],
    "two tokens": ["Bearer {token} {token}"],
    "two headers": ["Bearer {token}", "Bearer {token}"],
    "two schemes": ["Basic YTpi", "Bearer {token}"],
    "10 KB": ["Bearer " + "x" * 10_000],
    "10 KB of dots": ["Bearer " + "." * 10_000],
    "quoted": ['Bearer "{token}"'],
}


@pytest.mark.parametrize("authorization", AUTHORIZATIONS.values(), ids=AUTHORIZATIONS)
def test_what_is_no_bearer_token(admin: Person, authorization: list[str]) -> None:
    token = admin.client.headers["Authorization"].split()[1]
    assert_refused(admin, *(value.replace("{token}", token) for value in authorization))


def test_two_headers_at_a_server_that_keeps_them_apart(admin: Person) -> None:
    authorization = ("Authorization", admin.client.headers["Authorization"])

    async def ask(*headers: tuple[str, str]) -> int:
        assert warm.current
        async with httpx.AsyncClient(transport=httpx.ASGITransport(warm.current), base_url=BASE_URL) as client:
            return (await client.get("/v1/users/me", headers=list(headers))).status_code

    with closing(asyncio.new_event_loop()) as loop:
        assert loop.run_until_complete(ask(authorization)) == 200
        assert loop.run_until_complete(ask(authorization, authorization)) == 401


def test_it_ends_in_the_second_of_its_exp(admin: Person) -> None:
    assert_refused(admin, f"Bearer {signed(GOOD, claims_of(admin) | {'exp': int(time.time())})}")


def test_its_signature_is_checked_once_and_its_time_always(admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    verify = Mock(wraps=jws.verify)
    monkeypatch.setattr(jws, "verify", verify)
    settings = load_settings()
    token = issue_access_token(admin.id, 1, settings, seconds=60)
    assert read_access_token(token, settings) == read_access_token(token, settings)
    assert verify.call_count == 1
    for _ in range(2):  # What fails is not kept.
        with pytest.raises(Unauthorized):
            read_access_token(token[:-1] + ("A" if token[-1] != "A" else "E"), settings)
    assert verify.call_count == 3
    now = time.time()
    for moment in (now + 60, now - LEEWAY - 2):
        monkeypatch.setattr(time, "time", lambda moment=moment: moment)
        with pytest.raises(Unauthorized):
            read_access_token(token, settings)


def test_a_refresh_token_is_no_access_token(admin: Person) -> None:
    assert_refused(admin, f"Bearer {admin.refresh_token}")


def test_a_token_anywhere_else_is_not_looked_at(admin: Person, visitor: httpx.Client) -> None:
    token = admin.client.headers["Authorization"].split()[1]
    for name in ("access_token", "token", "Authorization"):
        assert_problem(visitor.get("/v1/users/me", params={name: token}), 401)
        assert_problem(visitor.get("/v1/users/me", headers={"Cookie": f"{name}={token}"}), 401)
        assert_problem(visitor.put("/v1/posts/1/vote", json={name: token}), 401)


def test_the_scheme_has_no_case(admin: Person) -> None:
    token = admin.client.headers["Authorization"].split()[1]
    for scheme in ("bearer", "BEARER"):
        assert admin.client.get("/v1/users/me", headers={"Authorization": f"{scheme} {token}"}).status_code == 200


@pytest.mark.parametrize(
    "ended", ["DELETE FROM sessions WHERE user_id = 2", "UPDATE users SET status = 'disabled' WHERE id = 2"]
)
def test_a_session_that_ended_or_an_account_that_may_not(
    superuser: Engine, member: Person, admin: Person, ended: str
) -> None:
    with superuser.connect() as connection:
        connection.execute(text(ended))
    assert_problem(member.client.get("/v1/users/me"), 401)
    assert admin.client.get("/v1/users/me").json()["id"] == admin.id


def test_somebody_elses_session(admin: Person, member: Person) -> None:
    assert_refused(admin, f"Bearer {signed(GOOD, claims_of(admin) | {'sid': claims_of(member)['sid']})}")
    assert_refused(admin, f"Bearer {signed(GOOD, claims_of(admin) | {'sub': str(member.id)})}")


def test_a_demoted_admins_token_has_lost_its_power(admin: Person, member: Person) -> None:
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "admin"})
    assert member.client.get("/v1/users").status_code == 200
    admin.client.patch(f"/v1/users/{member.id}", json={"role": "member"})
    assert_problem(member.client.get("/v1/users"), 403)


def test_an_old_key_verifies_while_it_is_listed(admin: Person) -> None:
    old = load_settings().secret_key.get_secret_value()
    token = {"Authorization": admin.client.headers["Authorization"]}
    new = "the next key that signs from now on 0123"
    with board(secret_key=new, previous_secret_keys=f"{'x' * 32},{old}") as rotated:
        assert rotated.get("/v1/users/me", headers=token).json()["id"] == admin.id
        form = {"grant_type": "refresh_token", "refresh_token": admin.refresh_token}
        fresh = {"Authorization": f"Bearer {rotated.post('/v1/auth/token', data=form).json()['access_token']}"}
        assert rotated.get("/v1/users/me", headers=fresh).status_code == 200
    assert_problem(admin.client.get("/v1/users/me", headers=fresh), 401)
    with board(secret_key=new) as afterwards:
        assert_problem(afterwards.get("/v1/users/me", headers=token), 401)
        assert afterwards.get("/v1/users/me", headers=fresh).status_code == 200


@pytest.mark.parametrize(
    "secret", [{"k": "c2VjcmV0c2VjcmV0c2VjcmV0"}, {"keys": [{"k": "c2VjcmV0c2VjcmV0"}]}, ["x" * 30]]
)
def test_a_secret_is_text_even_where_it_is_json(secret: object) -> None:
    settings = load_settings(secret_key=json.dumps(secret))
    token = read_access_token(issue_access_token(7, 8, settings, seconds=60), settings)
    assert (token.user_id, token.session_id) == (7, 8)


def test_the_lifetime_is_the_settings(admin: Person) -> None:
    with board(access_token_minutes=1) as client:
        form = {"grant_type": "refresh_token", "refresh_token": admin.refresh_token}
        answer = client.post("/v1/auth/token", data=form).json()
    claims = jwt.get_unverified_claims(answer["access_token"])
    assert answer["expires_in"] == claims["exp"] - claims["iat"] == 60
