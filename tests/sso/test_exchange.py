"""The exchange of a signed token for an access token: whose account it opens, and whose never."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from app.settings.config import ROOT
from tests.support.boards import in_parallel
from tests.support.people import Person
from tests.support.proxy import Proxy
from tests.support.rows import count, run
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


def test_a_new_subject_gets_an_account(client: httpx.Client, superuser: Engine) -> None:
    answer = exchange(client, sign(claims(locale="pt-BR")))
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"access_token", "token_type", "expires_in", "scope"}, "and no refresh token"
    assert answer.json()["scope"] == "read write"
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    me = client.get("/v1/users/me").json()
    assert count(superuser, "refresh_tokens JOIN sessions ON sessions.id = session_id WHERE scope IS NOT NULL") == 0
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
        answers = in_parallel([partial(exchange, token=token) for token in tokens], app)
    assert [answer.status_code for answer in answers] == [200] * 10, [answer.text for answer in answers]
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 1)


def test_whose_account_is_just_being_made_is_waited_for(admin: Person, superuser: Engine) -> None:
    """Both are at the same point, as a third holds the address: each would find no account, and one be refused."""
    tokens = [sign(claims()) for _ in range(2)]
    with superuser.connect().execution_options(isolation_level="READ COMMITTED") as third, sso_app() as app:
        third.execute(text("INSERT INTO users (email, name) VALUES ('grace@example.com', 'Somebody')"))

        def let_go(_: httpx.Client) -> httpx.Response:
            time.sleep(1)
            third.rollback()
            return httpx.Response(200)

        calls: list[Callable[[httpx.Client], httpx.Response]] = [partial(exchange, token=token) for token in tokens]
        answers = in_parallel([*calls, let_go], app)
    assert [answer.status_code for answer in answers] == [200] * 3, [answer.text for answer in answers]
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 1)


def test_two_subjects_with_one_address_at_once(admin: Person, superuser: Engine) -> None:
    tokens = [sign(claims(sub=f"user-{number}")) for number in range(10)]
    with sso_app() as app:
        answers = in_parallel([partial(exchange, token=token) for token in tokens], app)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 9
    assert (count(superuser, "users"), count(superuser, "sso_identities")) == (2, 1)


def test_used_tokens_are_forgotten_in_time(client: httpx.Client, superuser: Engine) -> None:
    for _ in range(3):
        exchange(client, sign(claims()))
    run(superuser, "UPDATE sso_used_tokens SET expires_at = expires_at - interval '2 hours'")
    exchange(client, sign(claims()))
    assert count(superuser, "sso_used_tokens") == 1


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


def test_nobody_else_waits_for_what_it_imports() -> None:
    """The module with every route of the API is imported, and not what reads a token."""
    late = "app.sso.assertion", "app.sso.jws", "app.sso.keys", "cryptography"
    program = f"import sys, app.main, app.auth.sso_sign_in; print([each for each in {late} if each in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
