"""POST /v1/users"""

from functools import partial

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import in_parallel
from tests.support.people import OWN_ACCOUNT, PASSWORD, Person
from tests.support.problems import assert_problem


def sign_up(client: httpx.Client, email: str = "ada@example.com", name: str = "Ada") -> httpx.Response:
    return client.post("/v1/users", json={"email": email, "name": name, "password": PASSWORD})


def test_the_first_account_is_the_admins(visitor: httpx.Client) -> None:
    first, second = sign_up(visitor), sign_up(visitor, "bob@example.com", "Bob")
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json()["role"], second.json()["role"]) == ("admin", "member")
    assert first.headers["Location"] == f"/v1/users/{first.json()['id']}"
    assert visitor.get(first.headers["Location"]).json()["name"] == "Ada"


def test_the_answer(visitor: httpx.Client) -> None:
    body = sign_up(visitor).json()
    assert set(body) == OWN_ACCOUNT
    assert (body["email"], body["name"], body["status"]) == ("ada@example.com", "Ada", "active")


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@Example.COM", "  ada@example.com ", "\tada@example.com\n"])
def test_one_account_for_one_address(visitor: httpx.Client, email: str) -> None:
    assert sign_up(visitor).status_code == 201
    problem = assert_problem(sign_up(visitor, email), 409)
    assert problem["type"] == "urn:problem-type:heed:email-taken"


@pytest.mark.parametrize(
    "email",
    ["", "ada", "ada@", "@example.com", "ada@localhost", "ada@example", "ada@exa mple.com", "a da@example.com",
     "ada@example..com", "ada@-example.com", "ada@example.com,bob@example.com", "Ada <ada@example.com>",
     "jörg@example.com", "ada@exa_mple.com", "ada@example.com..", "ada@ä..com",
     f"{'a' * 65}@example.com", f"a@{'b' * 64}.com", f"a@{'.'.join(['b' * 60] * 5)}.com",
     "ada@example.com\r\nBcc: x"],
)  # fmt: skip
def test_what_is_no_address(visitor: httpx.Client, email: str) -> None:
    problem = assert_problem(sign_up(visitor, email), 422)
    assert [error["pointer"] for error in problem["errors"]] == ["#/email"]


def test_twice_at_once_makes_one_account(superuser: Engine, admin: Person) -> None:
    answers = in_parallel([partial(sign_up, email=email) for email in ("ada@example.com", "ADA@example.com")])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2


def test_of_ten_first_accounts_at_once_one_is_the_admins(visitor: httpx.Client) -> None:
    answers = in_parallel([partial(sign_up, email=f"ada{number}@example.com") for number in range(10)])
    assert [answer.status_code for answer in answers] == [201] * 10
    assert sorted(answer.json()["role"] for answer in answers) == ["admin"] + ["member"] * 9
