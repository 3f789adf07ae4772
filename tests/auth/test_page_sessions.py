"""Sessions of pages: what opens them, what their cookies are good for, and what ends them"""

import hashlib
from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth import page_sessions
from app.auth.new_sessions import SignedIn
from app.auth.queries import get_caller_by_cookie, is_fresh_by_code
from app.auth.tokens import issue_access_token, token_hash
from app.errors import Forbidden
from app.rate_limits.limits import TooManyRequests
from app.settings.config import load_settings
from app.users.queries import get_account
from tests.auth.test_session_pages import open_sessions, sessions_left
from tests.support.pages import BROWSER, caller_of, sign_in, sign_in_by_code
from tests.support.people import PASSWORD, Person
from tests.support.problems import assert_problem
from tests.support.rows import run
from tests.support.statements import statements

WAYS: dict[str, Callable[[Engine, str], SignedIn]] = {"password": sign_in, "code": sign_in_by_code}
# What ends every session of the member.
ENDINGS: dict[str, Callable[[Person, Person], httpx.Response]] = {
    "another password": lambda member, _: member.client.put(
        "/v1/users/me/password", json={"current_password": PASSWORD, "new_password": "another horse battery"}
    ),
    "disabled": lambda member, admin: admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"}),
    "erased": lambda member, _: member.client.delete("/v1/users/me"),
}


def verify(superuser: Engine, person: Person) -> None:
    """So that a code doesn't take the account over, with its password."""
    run(superuser, "UPDATE users SET email_verified = true WHERE id = :id", id=person.id)


@pytest.mark.parametrize("way", WAYS)
def test_a_cookie_and_no_token(superuser: Engine, member: Person, way: str) -> None:
    verify(superuser, member)
    signed_in = WAYS[way](superuser, member.email)
    assert signed_in.user_id == member.id
    found = caller_of(superuser, signed_in.token)
    assert found is not None
    assert (found.id, found.email, found.session_id) == (member.id, member.email, signed_in.session_id)
    with superuser.connect() as connection:
        stored = connection.execute(text("SELECT * FROM sessions WHERE id = :id"), {"id": signed_in.session_id}).one()
        refresh = text("SELECT count(*) FROM refresh_tokens WHERE session_id = :id")
        assert connection.scalar(refresh, {"id": signed_in.session_id}) == 0
    assert bytes(stored.cookie_hash) == hashlib.sha256(signed_in.token.encode()).digest()
    assert signed_in.token not in str(stored)
    assert (stored.address, stored.user_agent, stored.by_code) == (BROWSER.address, BROWSER.user_agent, way == "code")
    assert (stored.expires_at - stored.created_at).days == load_settings().refresh_token_days


def test_whoever_has_just_signed_up(superuser: Engine, member: Person) -> None:
    with superuser.connect() as db:
        user = get_account(db, member.id)
        signed_in = page_sessions.open_for(db, load_settings(), user, BROWSER)
        assert not is_fresh_by_code(db, signed_in.session_id)
    found = caller_of(superuser, signed_in.token)
    assert found is not None
    assert (found.id, found.session_id) == (member.id, signed_in.session_id)


def test_each_sign_in_has_a_token_of_its_own(superuser: Engine, member: Person) -> None:
    first, second = sign_in(superuser, member.email), sign_in(superuser, member.email)
    assert first.token != second.token
    assert first.session_id != second.session_id
    assert caller_of(superuser, first.token)


def test_a_cookie_is_of_no_use_to_the_api(superuser: Engine, visitor: httpx.Client, member: Person) -> None:
    signed_in = sign_in(superuser, member.email)
    forms = (
        ("/v1/auth/token", {"grant_type": "refresh_token", "refresh_token": signed_in.token}),
        ("/v1/auth/revoke", {"token": signed_in.token}),
    )
    assert [visitor.post(path, data=form).status_code for path, form in forms] == [400, 200]
    access_token = issue_access_token(member.id, signed_in.session_id, load_settings(), seconds=60)
    for bearer in (signed_in.token, access_token):
        assert_problem(visitor.get("/v1/users/me", headers={"Authorization": f"Bearer {bearer}"}), 401)
    cookies = {"Cookie": f"__Host-heed={signed_in.token}; heed={signed_in.token}"}
    assert_problem(visitor.get("/v1/users/me", headers=cookies), 401)
    assert caller_of(superuser, signed_in.token), "and none of that has ended it"


def test_the_apis_tokens_are_no_cookies(superuser: Engine, member: Person) -> None:
    access_token = member.client.headers["Authorization"].removeprefix("Bearer ")
    for token in (member.refresh_token, access_token, "", "None"):
        assert caller_of(superuser, token) is None
    with superuser.connect() as db:
        assert get_caller_by_cookie(db, b"") is None


@pytest.mark.parametrize("case", ["wrong password", "no account", "disabled"])
def test_a_refusal_is_the_same_for_all(superuser: Engine, admin: Person, member: Person, case: str) -> None:
    if case == "disabled":
        admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"})
    email = "nobody@example.com" if case == "no account" else member.email
    password = "a wrong password" if case == "wrong password" else PASSWORD
    with statements() as seen, pytest.raises(Forbidden) as refused:
        sign_in(superuser, email, password)
    assert refused.value.type == "urn:problem-type:heed:wrong-credentials"
    assert refused.value.keeps_writes
    assert len(seen) == 2
    for _ in range(5):
        with pytest.raises(Forbidden):
            sign_in(superuser, email, password)
    with pytest.raises(TooManyRequests):
        sign_in(superuser, email, password)


@pytest.mark.parametrize("typed", ["654321", "1" * 101])
def test_a_code_that_is_wrong(superuser: Engine, member: Person, typed: str) -> None:
    with pytest.raises(Forbidden) as refused:
        sign_in_by_code(superuser, member.email, typed)
    assert refused.value.type == "urn:problem-type:heed:email-code"
    assert refused.value.keeps_writes


def test_a_code_is_proof_for_ten_minutes(superuser: Engine, member: Person) -> None:
    signed_in = sign_in_by_code(superuser, member.email)
    with superuser.connect() as db:
        assert is_fresh_by_code(db, signed_in.session_id)
        run(superuser, "UPDATE sessions SET created_at = created_at - interval '601 s'")
        assert not is_fresh_by_code(db, signed_in.session_id)


def test_it_is_listed_and_ended_with_the_others(superuser: Engine, member: Person) -> None:
    signed_in = sign_in(superuser, member.email)
    listed = member.client.get("/v1/auth/sessions").json()["items"]
    assert {each["id"]: each["current"] for each in listed}[signed_in.session_id] is False
    assert len(listed) == 2
    exported = member.client.get("/v1/users/me/export")
    assert [each["user_agent"] for each in exported.json()["sessions"]][1] == BROWSER.user_agent
    assert "hash" not in exported.text
    assert member.client.delete(f"/v1/auth/sessions/{signed_in.session_id}").status_code == 204
    assert caller_of(superuser, signed_in.token) is None


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_what_ends_it(superuser: Engine, admin: Person, member: Person, ending: str, way: str) -> None:
    verify(superuser, member)
    signed_in = WAYS[way](superuser, member.email)
    assert caller_of(superuser, signed_in.token)
    assert ENDINGS[ending](member, admin).is_success
    assert caller_of(superuser, signed_in.token) is None


@pytest.mark.parametrize(
    "change", ["sessions SET expires_at = now()", "users SET status = 'disabled'"], ids=["expired", "not active"]
)
def test_when_it_is_looked_at(superuser: Engine, member: Person, change: str) -> None:
    signed_in = sign_in(superuser, member.email)
    run(superuser, f"UPDATE {change}")
    assert caller_of(superuser, signed_in.token) is None
    with superuser.connect() as db:
        assert page_sessions.get_caller_who_writes(db, token_hash(signed_in.token)) is None


def test_a_write_is_a_use_once_an_hour(superuser: Engine, member: Person) -> None:
    signed_in = sign_in(superuser, member.email)
    cookie_hash = token_hash(signed_in.token)
    with superuser.connect() as db:
        for minutes, used in ((59, False), (61, True)):
            aged = "UPDATE sessions SET used_at = now() - make_interval(mins => :minutes)"
            run(superuser, aged, minutes=minutes)
            before = ages(superuser)
            with statements() as seen:
                read = get_caller_by_cookie(db, cookie_hash)
                assert ages(superuser) == before
                written = page_sessions.get_caller_who_writes(db, cookie_hash)
            assert read is not None
            assert written is not None
            assert vars(written) == vars(read)
            assert len([each for each in seen if "cookie_hash" in each]) == 2
            changed = {key for key, value in ages(superuser).items() if value != before[key]}
            assert changed == ({signed_in.session_id} if used else set())


def ages(superuser: Engine) -> dict[int, object]:
    with superuser.connect() as connection:
        return {row.id: row.used_at for row in connection.execute(text("SELECT id, used_at FROM sessions"))}


@pytest.mark.parametrize("way", WAYS)
def test_it_is_one_of_a_hundred(superuser: Engine, member: Person, way: str) -> None:
    verify(superuser, member)
    open_sessions(superuser, member.id, 110)
    signed_in = WAYS[way](superuser, member.email)
    assert sessions_left(superuser, member.id) == 100
    assert caller_of(superuser, signed_in.token)
