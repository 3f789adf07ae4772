"""One code is one session, however many use it at once."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text

from tests.support.boards import client_of, in_parallel
from tests.support.codes import ask, mail_app, mailed_code, redeem
from tests.support.people import Person


@pytest.fixture
def app(admin: Person) -> Iterator[FastAPI]:
    with mail_app() as app:
        yield app


def code_for(app: FastAPI, superuser: Engine, email: str) -> tuple[str, str]:
    with client_of(app) as client:
        return ask(client, email), mailed_code(superuser, email)


def statuses(app: FastAPI, calls: list[Callable[[httpx.Client], httpx.Response]]) -> list[int]:
    return [answer.status_code for answer in in_parallel(calls, app)]


@pytest.mark.parametrize("email", ["member@example.com", "nobody@example.com"])
def test_twenty_at_once_are_one_session(app: FastAPI, superuser: Engine, member: Person, email: str) -> None:
    code_id, code = code_for(app, superuser, email)
    answers = statuses(app, [lambda client: redeem(client, code_id, code)] * 20)
    assert sorted(answers) == [200] + [400] * 19
    with superuser.connect() as connection:
        by_code = text(
            "SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE by_code AND email = :email"
        )
        assert connection.scalar(by_code, {"email": email}) == 1
        assert connection.scalar(text("SELECT count(*) FROM users WHERE email = :email"), {"email": email}) == 1


def test_of_many_asked_for_at_once_one_is_live(app: FastAPI, superuser: Engine, member: Person) -> None:
    answers = in_parallel([lambda client: client.post("/v1/auth/codes", json={"email": member.email})] * 10, app)
    assert sorted(answer.status_code for answer in answers) == [202] * 5 + [429] * 5
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM email_codes")) == 1
        assert connection.scalar(text("SELECT count(*) FROM deliveries")) == 5


def test_signing_in_while_the_account_is_erased(app: FastAPI, superuser: Engine, member: Person) -> None:
    """It is before that, and the session ends with the account; or after it, and finds neither code nor account."""
    code_id, code = code_for(app, superuser, member.email)
    authorization = {"Authorization": member.client.headers["Authorization"]}
    signed_in, erased = statuses(
        app,
        [
            lambda client: redeem(client, code_id, code),
            lambda client: client.delete("/v1/users/me", headers=authorization),
        ],
    )
    assert (signed_in, erased) in ((200, 401), (200, 204), (400, 204))  # The first verification ends its session.
    with superuser.connect() as connection:
        if erased == 204:
            assert connection.scalar(text("SELECT count(*) FROM sessions WHERE user_id = :id"), {"id": member.id}) == 0
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2


def test_signing_in_while_the_address_is_changed(app: FastAPI, superuser: Engine, member: Person) -> None:
    """The old address's code opens the account or nothing: it makes no second one."""
    old = code_for(app, superuser, member.email)
    new = code_for(app, superuser, "new@example.com")
    authorization = {"Authorization": member.client.headers["Authorization"]}
    body = {"code_id": new[0], "code": new[1], "current_password": "correct horse battery"}
    signed_in, changed = statuses(
        app,
        [
            lambda client: redeem(client, *old),
            lambda client: client.put("/v1/users/me/email", json=body, headers=authorization),
        ],
    )
    assert signed_in in (200, 400)
    assert changed in (200, 401, 403)  # The first verification ends its session, and what password it had.
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2
