"""PUT /v1/users/me/password after a sign-in with a mailed code: the current password is not needed."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import client_of, in_parallel
from tests.support.codes import MAIL, grow_old, mail_app, mail_board, sign_in_by_code
from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in
from tests.support.sso import claims, exchange, sign, sso_board

NEW, NEWER = "another horse battery", "a third horse battery"
MINUTE = 60


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


@pytest.fixture
def verified(client: httpx.Client, superuser: Engine, member: Person) -> Person:
    """The member with a verified address and a password, signed in by a code."""
    person = sign_in_by_code(client, superuser, member.email)
    set_password(person.client).raise_for_status()
    return person


def set_password(client: httpx.Client, new: str = PASSWORD, current: str | None = None) -> httpx.Response:
    body = {"new_password": new} if current is None else {"new_password": new, "current_password": current}
    return client.put("/v1/users/me/password", json=body)


def test_a_lost_password_is_replaced_and_all_other_sessions_end(
    client: httpx.Client, superuser: Engine, people: People, verified: Person
) -> None:
    elsewhere = people.sign_in(verified.id, verified.email)
    by_code = sign_in_by_code(client, superuser, verified.email)
    assert elsewhere.client.get("/v1/users/me").status_code == 200
    assert set_password(by_code.client, NEW).status_code == 204
    assert by_code.client.get("/v1/users/me").status_code == 200
    for other in (verified, elsewhere):
        assert_problem(other.client.get("/v1/users/me"), 401)
        refresh = {"grant_type": "refresh_token", "refresh_token": other.refresh_token}
        assert_refused(client.post("/v1/auth/token", data=refresh))
    assert_refused(sign_in(client, verified.email, PASSWORD))
    assert sign_in(client, verified.email, NEW).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(10 * MINUTE - 10, 204), (10 * MINUTE + 1, 403)])
def test_for_ten_minutes(superuser: Engine, verified: Person, seconds: int, status: int) -> None:
    grow_old(superuser, seconds)
    answer = set_password(verified.client, NEW)
    assert answer.status_code == status
    if status == 403:
        assert assert_problem(answer, 403)["type"] == "urn:problem-type:heed:current-password"
        assert_problem(set_password(verified.client, NEW, "not this one"), 403)
        assert set_password(verified.client, NEW, PASSWORD).status_code == 204


def test_refreshing_does_not_make_it_longer(client: httpx.Client, superuser: Engine, verified: Person) -> None:
    grow_old(superuser, 10 * MINUTE + 1)
    refresh = {"grant_type": "refresh_token", "refresh_token": verified.refresh_token}
    token = client.post("/v1/auth/token", data=refresh).json()["access_token"]
    client.headers["Authorization"] = f"Bearer {token}"
    assert client.get("/v1/users/me").status_code == 200
    assert_problem(set_password(client, NEW), 403)


def test_another_session_of_the_same_member_has_no_part_in_it(people: People, verified: Person) -> None:
    by_password = people.sign_in(verified.id, verified.email)
    assert_problem(set_password(by_password.client, NEW), 403)
    assert set_password(verified.client, NEW).status_code == 204


def test_a_current_password_that_is_sent_is_checked(verified: Person) -> None:
    assert_problem(set_password(verified.client, NEW, "not this one"), 403)
    assert_problem(set_password(verified.client, "password1"), 422)
    assert set_password(verified.client, NEW, PASSWORD).status_code == 204


def test_single_sign_on_is_no_reason_against_it(superuser: Engine, admin: Person, member: Person) -> None:
    """But for whoever comes through the product alone, and only while the board has it."""
    with sso_board(**MAIL) as client:
        assert set_password(sign_in_by_code(client, superuser, member.email).client).status_code == 204
        assert exchange(client, sign(claims())).status_code == 200
        through_the_product = sign_in_by_code(client, superuser, "grace@example.com")
        assert_problem(set_password(through_the_product.client), 409)
    with mail_board() as client:
        assert set_password(sign_in_by_code(client, superuser, "grace@example.com").client).status_code == 204


def test_it_waits_for_nobody_else(superuser: Engine, admin: Person, verified: Person) -> None:
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as other, other.begin():
        other.execute(text("SELECT id FROM users WHERE id = :id FOR UPDATE"), {"id": admin.id})
        assert set_password(verified.client, NEW).status_code == 204


def test_of_two_sessions_that_do_it_at_once_one_is_left(superuser: Engine, verified: Person) -> None:
    with mail_app() as app:
        with client_of(app) as client:
            others = [sign_in_by_code(client, superuser, verified.email) for _ in range(4)]
        headers = [{"Authorization": other.client.headers["Authorization"]} for other in others]
        calls = [
            lambda client, mine=mine, new=f"horse number {number}": (
                client.put("/v1/users/me/password", json={"new_password": new}, headers=mine).status_code
            )
            for number, mine in enumerate(headers)
        ]
        statuses = in_parallel(calls, app)
        assert statuses.count(204) == 1
        assert set(statuses) <= {204, 401, 403}
        winner = statuses.index(204)
        with client_of(app) as client:
            alive = [client.get("/v1/users/me", headers=mine).status_code for mine in headers]
            assert alive == [200 if number == winner else 401 for number in range(4)]
            assert sign_in(client, verified.email, f"horse number {winner}").status_code == 200
