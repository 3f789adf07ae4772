"""POST /v1/users where the board sends mail: the account waits for its code, and nobody learns who has one."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.codes import ask, mail_board, mailed, mailed_code, redeem
from tests.support.oauth import assert_refused
from tests.support.people import PASSWORD, People, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in
from tests.support.statements import statements

NEW, OTHERS = "new@example.com", "a password of somebody else"
SETUP = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


def sign_up(client: httpx.Client, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
    return client.post("/v1/users", json={"email": email, "name": "Ada", "password": password, **more})


def accounts(superuser: Engine) -> int:
    with superuser.connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM users")) or 0)


def test_the_account_is_made_by_its_code(client: httpx.Client, superuser: Engine) -> None:
    answer = sign_up(client, NEW)
    assert (answer.status_code, set(answer.json())) == (202, {"code_id"})
    assert int(answer.headers["RateLimit-Remaining"]) > 0
    assert accounts(superuser) == 1
    assert_refused(sign_in(client, NEW))
    tokens = redeem(client, answer.json()["code_id"], mailed_code(superuser, NEW)).json()
    me = client.get("/v1/users/me", headers={"Authorization": f"Bearer {tokens['access_token']}"}).json()
    assert (me["name"], me["email"], me["email_verified"], me["role"]) == ("Ada", NEW, True, "member")
    assert sign_in(client, NEW).status_code == 200


def test_nobody_learns_who_has_an_account(
    client: httpx.Client, superuser: Engine, admin: Person, member: Person, people: People
) -> None:
    disabled = people.join("Disabled")
    admin.client.patch(f"/v1/users/{disabled.id}", json={"status": "disabled"}).raise_for_status()
    sign_up(client, "first@example.com")
    seen = []
    for email in (member.email, NEW, disabled.email):
        with statements() as sent:
            answer = sign_up(client, email, OTHERS)
        headers = {name: value for name, value in answer.headers.items() if not name.startswith(("x-", "ratelimit-"))}
        seen.append((answer.status_code, headers, len(answer.json()["code_id"]), sent))
        assert_refused(sign_in(client, email, OTHERS))
    assert seen == [seen[0]] * 3
    assert seen[0][0] == 202
    assert [address for _, address in mailed(superuser)] == ["first@example.com", member.email, NEW]


def test_an_account_that_is_there_keeps_its_name_and_its_password(
    client: httpx.Client, superuser: Engine, member: Person
) -> None:
    code_id = ask(client, member.email)
    redeem(client, code_id, mailed_code(superuser, member.email)).raise_for_status()
    code_id = sign_up(client, member.email, OTHERS).json()["code_id"]
    tokens = redeem(client, code_id, mailed_code(superuser, member.email)).json()
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    me = client.get("/v1/users/me", headers=headers).json()
    assert (me["id"], me["name"]) == (member.id, "Member")
    assert_refused(sign_in(client, member.email, OTHERS))


def test_another_code_brings_nothing_of_a_sign_up(client: httpx.Client, superuser: Engine) -> None:
    """Somebody else signed up with the address: its owner's code must not make an account with their password."""
    sign_up(client, NEW, OTHERS)
    code_id = ask(client, NEW)
    assert redeem(client, code_id, mailed_code(superuser, NEW)).status_code == 200
    assert_refused(sign_in(client, NEW, OTHERS))


def test_the_first_admin_waits_for_no_mail(visitor: httpx.Client, superuser: Engine) -> None:
    with mail_board() as client:
        answer = sign_up(client, NEW)
        assert (answer.status_code, answer.json()["role"], answer.json()["email_verified"]) == (201, "admin", False)
        assert sign_up(client, "second@example.com").status_code == 202


def test_the_first_admin_with_a_setup_token(visitor: httpx.Client, superuser: Engine) -> None:
    with mail_board(setup_token=SETUP) as client:
        assert sign_up(client, "first@example.com").status_code == 202
        assert_problem(sign_up(client, NEW, setup_token=SETUP[::-1]), 403)
        assert sign_up(client, NEW, setup_token=SETUP).json()["role"] == "admin"
        assert_problem(sign_up(client, "third@example.com", setup_token=SETUP), 403)


def test_sign_ups_are_no_way_round_the_limit_of_mails(client: httpx.Client, superuser: Engine) -> None:
    statuses = [sign_up(client, NEW).status_code for _ in range(3)]
    statuses += [client.post("/v1/auth/codes", json={"email": NEW}).status_code for _ in range(3)]
    statuses += [sign_up(client, NEW).status_code]
    assert statuses == [202] * 5 + [429] * 2
    assert len(mailed(superuser)) == 5


def test_a_retry_with_the_same_key_mails_once(client: httpx.Client, superuser: Engine) -> None:
    body = {"email": NEW, "name": "Ada", "password": PASSWORD}
    first, again = (client.post("/v1/users", json=body, headers={"Idempotency-Key": "1"}) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (202, 202, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(mailed(superuser)) == 1
