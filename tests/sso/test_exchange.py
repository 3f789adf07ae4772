"""The exchange of a signed token for an access token: whose account it opens, and whose never."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.codes import MAIL, ask, mailed_code, redeem
from tests.support.people import PASSWORD, People, Person
from tests.support.proxy import Proxy
from tests.support.sso import (
    GRANT,
    OTHER_SECRET,
    SECRET,
    account_of,
    claims,
    exchange,
    refusal,
    sign,
    sso_app,
    sso_board,
)

pytestmark = pytest.mark.adversary


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


def count(superuser: Engine, what: str, **values: object) -> int:
    with superuser.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {what}"), values) or 0)


def run(superuser: Engine, statement: str, **values: object) -> None:
    with superuser.connect() as connection:
        connection.execute(text(statement), values)


def test_a_new_subject_gets_an_account(client: httpx.Client, superuser: Engine) -> None:
    answer = exchange(client, sign(claims(locale="pt-BR")))
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"access_token", "token_type", "expires_in"}, "and no refresh token"
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    me = client.get("/v1/users/me").json()
    assert (me["email"], me["email_verified"], me["name"], me["role"], me["language"]) == (
        "grace@example.com", True, "Grace Hopper", "member", "pt",
    )  # fmt: skip
    idea = client.post("/v1/posts", json={"title": "Dark mode"}).json()
    assert idea["author"]["id"] == me["id"]
    with superuser.connect() as connection:
        left = "SELECT extract(epoch FROM expires_at - now()) FROM sessions WHERE user_id = :id"
        assert 800 < connection.scalar(text(left), {"id": me["id"]}) <= 900, "the session ends with its token"


def test_the_same_subject_has_the_same_account_whatever_else_its_tokens_say(client: httpx.Client) -> None:
    first = account_of(client, sign(claims()))
    again = account_of(client, sign(claims(email="hopper@example.com", email_verified=False, name="Admiral")))
    assert again == first


def test_a_subject_is_one_of_its_issuer(client: httpx.Client, superuser: Engine) -> None:
    """What another issuer calls by the same name is somebody else, also after SSO_ISSUER was changed."""
    first = account_of(client, sign(claims()))
    with sso_board(sso_issuer="https://other.example.com") as other:
        assert refusal(exchange(other, sign(claims()))).startswith("iss is not")
        token = sign(claims(iss="https://other.example.com", email="else@example.com"))
        assert account_of(other, token)["id"] != first["id"]


def test_once(client: httpx.Client) -> None:
    token = sign(claims())
    assert exchange(client, token).status_code == 200
    assert refusal(exchange(client, token)).startswith("The token was used before")
    same_id = claims(sub="user-8", email="eight@example.com", jti="one-id")
    assert exchange(client, sign(same_id)).status_code == 200
    assert refusal(exchange(client, sign(same_id | {"sub": "user-9"}))).startswith("The token was used before")


def test_once_of_twenty_at_the_same_moment(admin: Person, superuser: Engine) -> None:
    token = sign(claims())
    with sso_app() as app:
        answers = in_parallel([lambda client: exchange(client, token)] * 20, app)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 19
    assert count(superuser, "users") == 2
    assert count(superuser, "sessions JOIN users ON users.id = user_id WHERE email = 'grace@example.com'") == 1


def test_a_new_subject_twice_at_once_is_one_account(admin: Person, superuser: Engine) -> None:
    tokens = [sign(claims()) for _ in range(10)]
    with sso_app() as app:
        answers = in_parallel([lambda client, token=token: exchange(client, token) for token in tokens], app)
    assert [answer.status_code for answer in answers] == [200] * 10, [answer.text for answer in answers]
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 1)


def test_two_subjects_with_one_address_at_once(admin: Person, superuser: Engine) -> None:
    tokens = [sign(claims(sub=f"user-{number}")) for number in range(10)]
    with sso_app() as app:
        answers = in_parallel([lambda client, token=token: exchange(client, token) for token in tokens], app)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 9
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 1)


def test_used_tokens_are_forgotten_in_time(client: httpx.Client, superuser: Engine) -> None:
    for _ in range(3):
        exchange(client, sign(claims()))
    run(superuser, "UPDATE sso_used_tokens SET expires_at = now() - interval '1 second'")
    exchange(client, sign(claims()))
    assert count(superuser, "sso_used_tokens") == 1


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
    account = account_of(client, sign(claims()))
    sessions = "sessions WHERE user_id = :id", {"id": account["id"]}
    assert count(superuser, sessions[0], **sessions[1]) == 1
    promoted = admin.client.patch(f"/v1/users/{account['id']}", json={"role": "moderator"})
    assert promoted.status_code == 200
    assert count(superuser, sessions[0], **sessions[1]) == 0, "what the product's word opened has no rights of staff"
    assert refusal(exchange(client, sign(claims()))).startswith("The account of this sub is one of the team")
    admin.client.patch(f"/v1/users/{account['id']}", json={"role": "member"})
    assert account_of(client, sign(claims()))["id"] == account["id"]


def test_a_disabled_account_stays_so(client: httpx.Client, admin: Person) -> None:
    account = account_of(client, sign(claims()))
    admin.client.patch(f"/v1/users/{account['id']}", json={"status": "disabled"})
    assert refusal(exchange(client, sign(claims()))) == "The account of this sub may not sign in."


def test_an_erased_account_is_gone_with_its_identities(client: httpx.Client, superuser: Engine) -> None:
    answer = exchange(client, sign(claims()))
    authorization = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    before = client.get("/v1/users/me", headers=authorization).json()
    assert client.delete("/v1/users/me", headers=authorization).status_code == 204
    assert count(superuser, "sso_identities") == 0
    assert account_of(client, sign(claims()))["id"] != before["id"]


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
    with sso_board(**MAIL) as client:
        account = account_of(client, sign(claims()))
        answer = redeem(client, ask(client, "grace@example.com"), mailed_code(superuser, "grace@example.com"))
        authorization = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert client.get("/v1/users/me", headers=authorization).json()["id"] == account["id"]
        new = client.put("/v1/users/me/password", json={"new_password": "another horse"}, headers=authorization)
        assert (new.status_code, new.json()["type"]) == (409, "urn:problem-type:heed:no-password")
        assert account_of(client, sign(claims()))["id"] == account["id"]


def test_it_is_in_the_export(client: httpx.Client) -> None:
    answer = exchange(client, sign(claims()))
    authorization = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    [identity] = client.get("/v1/users/me/export", headers=authorization).json()["identities"]
    assert (identity["issuer"], identity["subject"]) == ("https://app.example.com", "user-7")


def test_a_secret_is_replaced(admin: Person) -> None:
    """Both are good while both are named, and then the new one alone."""
    with sso_board(sso_secret=OTHER_SECRET, sso_previous_secret=SECRET) as client:
        assert exchange(client, sign(claims())).status_code == 200
        assert exchange(client, sign(claims(), secret=OTHER_SECRET)).status_code == 200
    with sso_board(sso_secret=OTHER_SECRET) as client:
        assert refusal(exchange(client, sign(claims()))).startswith("The signature is wrong")
        assert exchange(client, sign(claims(), secret=OTHER_SECRET)).status_code == 200


def test_exchanges_are_limited(admin: Person) -> None:
    with sso_board(sso_exchanges_per_hour=2) as client:
        assert [exchange(client, sign(claims())).status_code for _ in range(3)] == [200, 200, 429]


def test_without_it_the_grant_is_not_known(visitor: httpx.Client, admin: Person) -> None:
    answer = exchange(visitor, sign(claims()))
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_the_parameter_is_missing(client: httpx.Client) -> None:
    answer = client.post("/v1/auth/token", data={"grant_type": GRANT})
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_round_trips(admin: Person, database_url: str) -> None:
    """Three at most, also for a new account: here two, the count of the exchanges, and the exchange with its COMMIT."""
    with Proxy(database_url) as proxy, sso_board(database_url=proxy.url) as client:
        exchange(client, sign(claims()))
        for content in (claims(), claims(sub="new", email="new@example.com")):
            token = sign(content)
            with proxy.counting() as counted:
                assert exchange(client, token).status_code == 200
            assert counted[0] == 2
        with proxy.counting() as counted:
            assert exchange(client, sign(claims(), secret=OTHER_SECRET)).status_code == 400
        assert counted[0] == 0, "who can't sign costs the database nothing"
