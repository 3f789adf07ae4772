"""PUT /v1/users/me/email: another address, or the own one verified."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.codes import (
    another,
    ask,
    grow_old,
    mail_board,
    mailed,
    mailed_code,
    redeem,
    sign_in_by_code,
)
from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in

NEW = "new@example.com"


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


@pytest.fixture
def own(client: httpx.Client, member: Person) -> httpx.Client:
    """The member's, on the board that sends mail."""
    client.headers["Authorization"] = member.client.headers["Authorization"]
    return client


def change(client: httpx.Client, code_id: str, code: str, password: str | None = PASSWORD) -> httpx.Response:
    body = {"code_id": code_id, "code": code} | ({} if password is None else {"current_password": password})
    return client.put("/v1/users/me/email", json=body)


def test_the_new_address_is_verified_and_the_old_one_told(
    own: httpx.Client, superuser: Engine, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    code_id = ask(own, NEW)
    answer = change(own, code_id, mailed_code(superuser, NEW))
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["email"], answer.json()["email_verified"]) == (member.id, NEW, True)
    assert mailed(superuser) == [("code", NEW), ("email_changed", member.email)]
    assert sign_in(own, NEW).status_code == 200
    assert_refused(sign_in(own, member.email))
    assert own.get("/v1/users/me").json() == answer.json()
    assert "email_changed" in caplog.messages


def test_the_own_one_is_verified_without_a_password(
    own: httpx.Client, superuser: Engine, member: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """And the password that the member has stays: it was this session's owner who proved the address."""
    code_id = ask(own, member.email)
    answer = change(own, code_id, mailed_code(superuser, member.email), None)
    assert (answer.status_code, answer.json()["email_verified"]) == (200, True)
    assert mailed(superuser) == [("code", member.email)]
    assert "email_verified" in caplog.messages
    assert sign_in(own, member.email).status_code == 200


@pytest.mark.parametrize("which", ["old", "new"])
def test_codes_that_were_out_are_dead(
    own: httpx.Client, superuser: Engine, member: Person, people: People, which: str
) -> None:
    old = ask(own, member.email), mailed_code(superuser, member.email)
    new = ask(own, NEW), mailed_code(superuser, NEW)
    assert change(own, *new).status_code == 200
    assert_refused(redeem(own, *(old if which == "old" else new)))


def test_another_address_takes_the_password_or_a_code_just_now(
    client: httpx.Client, own: httpx.Client, superuser: Engine, member: Person
) -> None:
    code = ask(own, NEW), mailed_code(superuser, NEW)
    assert assert_problem(change(own, *code, None), 403)["type"] == "urn:problem-type:heed:current-password"
    assert_problem(change(own, *code, "not this one"), 403)
    own.headers["Authorization"] = sign_in_by_code(client, superuser, member.email).client.headers["Authorization"]
    grow_old(superuser, 601)
    code = ask(own, NEW), mailed_code(superuser, NEW)
    assert_problem(change(own, *code, None), 403)
    own.headers["Authorization"] = sign_in_by_code(client, superuser, member.email).client.headers["Authorization"]
    assert change(own, *code, None).status_code == 200


def test_wrong_codes_count_here_as_everywhere(own: httpx.Client, superuser: Engine, member: Person) -> None:
    code_id, code = ask(own, NEW), mailed_code(superuser, NEW)
    for _ in range(3):
        problem = assert_problem(change(own, code_id, another(code)), 403)
        assert problem["type"] == "urn:problem-type:heed:email-code"
        assert_refused(redeem(own, code_id, another(code)))
    assert_problem(change(own, code_id, code), 403)
    assert own.get("/v1/users/me").json()["email"] == member.email


def test_an_address_with_an_account_is_not_taken_over(
    own: httpx.Client, superuser: Engine, admin: Person, member: Person
) -> None:
    code = ask(own, admin.email), mailed_code(superuser, admin.email)
    assert assert_problem(change(own, *code), 409)["type"] == "urn:problem-type:heed:email-taken"
    assert own.get("/v1/users/me").json()["email"] == member.email
    assert redeem(own, *code).status_code == 200  # It was right, and is still its owner's to use.


def test_the_old_address_is_free_for_somebody_new(own: httpx.Client, superuser: Engine, member: Person) -> None:
    code = ask(own, NEW), mailed_code(superuser, NEW)
    assert change(own, *code).status_code == 200
    del own.headers["Authorization"]
    assert sign_in_by_code(own, superuser, member.email).id not in (1, member.id)
