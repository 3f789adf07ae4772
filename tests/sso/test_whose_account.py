"""Whose account a token of single sign-on opens, and whose never."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.codes import MAIL, sign_in_by_code
from tests.support.people import PASSWORD, People, Person
from tests.support.rows import count, run
from tests.support.sso import (
    ISSUER,
    account_of,
    claims,
    exchange,
    refusal,
    sign,
    sso_board,
)

pytestmark = pytest.mark.adversary


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


# The address of a token, and what is asked for with it: is it the account of somebody else?
NOT_ENTERED = {
    "a member's": "UPDATE users SET email_verified = true WHERE id = :id",
    "one that nobody has verified": "SELECT 1",
    "a moderator's": "UPDATE users SET email_verified = true, role = 'moderator' WHERE id = :id",
    "an admin's": "UPDATE users SET email_verified = true, role = 'admin' WHERE id = :id",
    "a disabled one": "UPDATE users SET email_verified = true, status = 'disabled' WHERE id = :id",
}


@pytest.mark.parametrize("email", ["member@example.com", "MEMBER@Example.COM", " member@example.com. "])
@pytest.mark.parametrize("whose", NOT_ENTERED)
def test_an_address_that_has_an_account(
    whose: str, email: str, client: httpx.Client, member: Person, superuser: Engine
) -> None:
    """The answer is the same whoever has it, so it doesn't tell who is staff or disabled."""
    run(superuser, NOT_ENTERED[whose], id=member.id)
    assert refusal(exchange(client, sign(claims(email=email)))).startswith("The address belongs to an account")
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 0)


@pytest.mark.parametrize("whose", ["a moderator's", "an admin's", "a disabled one"])
def test_where_addresses_match_they_open_no_account_of_the_team(whose: str, member: Person, superuser: Engine) -> None:
    run(superuser, NOT_ENTERED[whose], id=member.id)
    with sso_board(sso_match_email=True) as client:
        assert refusal(exchange(client, sign(claims(email=member.email)))).startswith("The address belongs to")
    assert count(superuser, "sso_identities") == 0


def test_where_addresses_match_a_verified_one_opens_a_members_account(member: Person, superuser: Engine) -> None:
    run(superuser, NOT_ENTERED["a member's"], id=member.id)
    with sso_board(sso_match_email=True) as client:
        unproven = sign(claims(email=member.email, email_verified=False))
        assert refusal(exchange(client, unproven)).startswith("email_verified is not true")
        assert account_of(client, sign(claims(email=member.email)))["id"] == member.id
        assert account_of(client, sign(claims(email="moved@example.com")))["id"] == member.id, "by sub from now on"
    assert member.client.get("/v1/users/me").json()["name"] == "Member", "who was here before stays"


def test_who_signed_up_before_with_somebody_elses_address_is_out(member: Person, superuser: Engine) -> None:
    """Nobody has verified it: whoever chose the password may be a stranger, who waits for the owner."""
    with sso_board(sso_match_email=True) as client:
        assert account_of(client, sign(claims(email=member.email)))["id"] == member.id
        assert member.client.get("/v1/users/me").status_code == 401
        form = {"grant_type": "password", "username": member.email, "password": PASSWORD}
        assert client.post("/v1/auth/token", data=form).status_code == 400


@pytest.mark.parametrize("match_email", [False, True])
def test_an_account_in_waiting_is_its_owners(admin: Person, superuser: Engine, match_email: bool) -> None:
    """Staff have voted for the address, and nobody has the account."""
    post = admin.post_idea()
    cast = admin.client.post(f"/v1/posts/{post['id']}/votes", json={"email": "grace@example.com"})
    assert cast.is_success, cast.text
    with sso_board(sso_match_email=match_email) as client:
        unproven = sign(claims(email_verified=False))
        assert refusal(exchange(client, unproven)).startswith("email_verified is not true")
        account = account_of(client, sign(claims()))
    assert (account["name"], account["email_verified"]) == ("Grace Hopper", True)
    assert count(superuser, "votes WHERE user_id = :id", id=account["id"]) == 1


@pytest.mark.parametrize("email_verified", [False, "missing"])
def test_no_account_for_an_address_that_nobody_has_verified(
    client: httpx.Client, superuser: Engine, email_verified: Any
) -> None:
    content = claims(email_verified=email_verified)
    if email_verified == "missing":
        del content["email_verified"]
    assert refusal(exchange(client, sign(content))).startswith("email_verified is not true")
    assert count(superuser, "users") == 1


def test_who_became_staff_signs_in_to_the_board_itself(client: httpx.Client, admin: Person, superuser: Engine) -> None:
    answer = exchange(client, sign(claims()))
    authorization = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    account = client.get("/v1/users/me", headers=authorization).json()
    promoted = admin.client.patch(f"/v1/users/{account['id']}", json={"role": "moderator"})
    assert promoted.status_code == 200
    assert client.get("/v1/users/me", headers=authorization).status_code == 401, "what the product's word has opened"
    assert refusal(exchange(client, sign(claims()))).startswith("The account of this sub is one of the team")
    admin.client.patch(f"/v1/users/{account['id']}", json={"role": "member"})
    assert account_of(client, sign(claims()))["id"] == account["id"]


def test_a_disabled_account_stays_so(client: httpx.Client, admin: Person) -> None:
    account = account_of(client, sign(claims()))
    admin.client.patch(f"/v1/users/{account['id']}", json={"status": "disabled"})
    assert refusal(exchange(client, sign(claims()))) == "The account of this sub may not sign in."


def test_an_erased_account_is_gone_with_its_identities(admin: Person, superuser: Engine) -> None:
    with sso_board(**MAIL) as client:
        account = account_of(client, sign(claims()))
        person = sign_in_by_code(client, superuser, "grace@example.com")
        [identity] = person.client.get("/v1/users/me/export").json()["identities"]
        assert (identity["issuer"], identity["subject"]) == (ISSUER, "user-7")
        assert person.client.delete("/v1/users/me").status_code == 204
        assert count(superuser, "sso_identities") == 0
        assert account_of(client, sign(claims()))["id"] != account["id"]


def test_an_empty_board_is_its_admins(visitor: httpx.Client, people: People, superuser: Engine) -> None:
    """Who comes through the product first is not the admin, and takes nobody's chance to be."""
    with sso_board() as client:
        assert refusal(exchange(client, sign(claims()))).startswith("Nobody has an account on this board")
        assert count(superuser, "users") == 0
    with sso_board(setup_token="a-token-that-makes-an-admin-0123456789") as client:
        assert account_of(client, sign(claims()))["role"] == "member"


@pytest.mark.parametrize("sign_up", ["by_code", "closed"])
def test_the_boards_own_doors_are_others(client: httpx.Client, admin: Person, sign_up: str) -> None:
    assert admin.client.patch("/v1/board", json={"sign_up": sign_up}).status_code == 200
    assert account_of(client, sign(claims()))["name"] == "Grace Hopper"


def test_a_code_for_the_address_opens_the_same_account(admin: Person, superuser: Engine) -> None:
    """It has no password to set, which would outlive the account in the product."""
    with sso_board(**MAIL) as client:
        account = account_of(client, sign(claims()))
        person = sign_in_by_code(client, superuser, "grace@example.com")
        assert person.id == account["id"]
        new = person.client.put("/v1/users/me/password", json={"new_password": "another horse"})
        assert (new.status_code, new.json()["type"]) == (409, "urn:problem-type:heed:no-password")
        admin.client.patch(f"/v1/users/{account['id']}", json={"role": "moderator"})
        new = person.client.put("/v1/users/me/password", json={"new_password": "another horse"})
        assert new.status_code == 204, "one of the team signs in to the board itself"


@pytest.mark.parametrize("path", ["/v1/users/me/export", "/v1/users/me/notifications", "/v1/auth/sessions"])
def test_the_account_itself_takes_a_full_sign_in(client: httpx.Client, path: str) -> None:
    authorization = {"Authorization": f"Bearer {exchange(client, sign(claims())).json()['access_token']}"}
    assert client.get(path, headers=authorization).status_code == 403
