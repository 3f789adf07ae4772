"""A failed sign-in tells nothing: the same answer for the same work, whoever was asked for; and one at a time."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import bcrypt
import httpx
import pytest
from sqlalchemy import Engine, text

from app.auth.passwords import hash_password, verify_password
from app.main import create_app
from app.settings.config import load_settings
from tests.support.boards import board
from tests.support.gateway import Handler
from tests.support.people import PASSWORD, Person
from tests.support.sign_ins import sign_in


@pytest.fixture
def hashings(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The cost that bcrypt was asked for, each time that it was."""
    seen: list[bytes] = []
    hashpw = bcrypt.hashpw

    def note(secret: bytes, config: bytes) -> bytes:
        seen.append(config[4:6])
        return hashpw(secret, config)

    monkeypatch.setattr(bcrypt, "hashpw", note)
    return seen


SET = {
    "wrong": None,
    "unknown": None,
    "disabled, wrong": "status = 'disabled'",
    "disabled, right": "status = 'disabled'",
    "disabled, right, hashed at an older cost": "status = 'disabled', password_hash = :older",
    "deleted": "status = 'deleted', email = NULL, password_hash = NULL",
    "without a password": "password_hash = NULL",
    "no such hash": "password_hash = ''",
}


@pytest.mark.parametrize(("case", "change"), SET.items(), ids=SET)
def test_same_answer_for_the_same_work(
    visitor: httpx.Client, member: Person, superuser: Engine, hashings: list[bytes], case: str, change: str | None
) -> None:
    plain = sign_in(visitor, "nobody@example.com")
    if change:
        older = hash_password(PASSWORD, load_settings(bcrypt_rounds=5))
        with superuser.connect() as connection:
            statement = text(f"UPDATE users SET {change} WHERE id = :id")
            connection.execute(statement, {"id": member.id, "older": older} if "older" in change else {"id": member.id})
    hashings.clear()
    email = "somebody@example.com" if case == "unknown" else member.email
    answer = sign_in(visitor, email, PASSWORD if "right" in case else "a wrong password")
    assert (answer.status_code, answer.content) == (plain.status_code, plain.content)
    assert {name: value for name, value in answer.headers.items() if name != "x-request-id"} == {
        name: value for name, value in plain.headers.items() if name != "x-request-id"
    }
    assert hashings == [b"04"]


COST = 7
STORED = {
    **{f"hashed at cost {cost}": cost for cost in (4, 5, 6, COST)},
    **{name: name for name in ("garbage", "", "$2b$04$short", "$bcrypt-sha256$v=2,t=2b,r=4$")},
    "no password": None,
    "no account": None,
}


@pytest.mark.parametrize("way", ["sign-in", "change of password"])
@pytest.mark.parametrize("case", STORED)
def test_same_work_whatever_the_cost_of_the_stored_hash(
    member: Person, superuser: Engine, hashings: list[bytes], case: str, way: str
) -> None:
    """Else the time of a wrong guess tells which accounts there are, and since when: 22 ms against 69."""
    stored = STORED[case]
    if isinstance(stored, int):
        stored = hash_password(PASSWORD, load_settings(bcrypt_rounds=stored))
    with superuser.connect() as connection:
        connection.execute(text("UPDATE users SET password_hash = :stored"), {"stored": stored})
    hashings.clear()
    with board(bcrypt_rounds=COST) as client:
        if way == "sign-in":
            email = "nobody@example.com" if case == "no account" else member.email
            assert sign_in(client, email, "a wrong password").status_code == 400
        else:
            body = {"current_password": "a wrong password", "new_password": "another horse battery"}
            client.headers["Authorization"] = member.client.headers["Authorization"]
            assert client.put("/v1/users/me/password", json=body).status_code == 403
    assert sum(2 ** int(cost) for cost in hashings) == 2**COST


def test_a_right_password_of_a_lower_cost_that_is_refused_works_no_more(
    member: Person, hashings: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The better hash is made once the password was accepted: its time would tell that it was right."""
    monkeypatch.setattr("app.auth.changes.settle_check", lambda *_, **__: None)
    hashings.clear()
    with board(bcrypt_rounds=COST) as client:
        assert sign_in(client, member.email).status_code == 400
    assert sum(2 ** int(cost) for cost in hashings) == 2**COST


def test_in_a_pause_nothing_is_hashed(visitor: httpx.Client, member: Person, hashings: list[bytes]) -> None:
    for _ in range(6):
        sign_in(visitor, member.email, "wrong")
    hashings.clear()
    assert sign_in(visitor, member.email).status_code == 429
    assert hashings == []


@pytest.mark.parametrize("body", [{"password": "password"}, {"password": "short"}, {"email": "none"}])
def test_a_sign_up_that_is_refused_as_it_stands_hashes_nothing(
    visitor: httpx.Client, admin: Person, hashings: list[bytes], body: dict[str, str]
) -> None:
    hashings.clear()
    answer = visitor.post("/v1/users", json={"email": "a@example.com", "name": "A", "password": PASSWORD} | body)
    assert answer.status_code == 422
    assert hashings == []


def test_a_flood_is_hashed_one_at_a_time(handler: Handler, member: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing happens on the event loop, so that a process has one at work at most; Lambda bounds the processes."""
    at_work, most, threads = 0, 0, set()

    def watch(password: str, password_hash: str | None, settings: object) -> bool:
        nonlocal at_work, most
        at_work += 1
        most = max(most, at_work)
        threads.add(threading.get_ident())
        try:
            return verify_password(password, password_hash, load_settings())
        finally:
            at_work -= 1

    async def flood() -> list[int]:
        app = create_app(load_settings())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://board.example.com") as client:
            form = {"grant_type": "password", "username": member.email, "password": PASSWORD}
            answers = await asyncio.gather(*(client.post("/v1/auth/token", data=form) for _ in range(30)))
        app.state.engine.dispose()
        return [answer.status_code for answer in answers]

    monkeypatch.setattr("app.auth.password_check.verify_password", watch)
    with ThreadPoolExecutor(1) as thread:  # An event loop of its own: this thread's is Mangum's.
        assert thread.submit(asyncio.run, flood()).result() == [200] * 30
    assert (most, len(threads)) == (1, 1)
