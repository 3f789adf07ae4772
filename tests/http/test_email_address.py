"""One address is one account, however it is typed."""

import time
import unicodedata
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import Engine, text

from app.http.email_address import canonical
from tests.support.codes import ask, mail_board, mailed_code, redeem
from tests.support.people import PASSWORD, Person
from tests.support.problems import assert_problem
from tests.support.sign_ins import sign_in

ADA = "ada@xn--exmple-cua.com"
VARIANTS = [
    "ada@exämple.com",
    "ADA@EXÄMPLE.COM",
    unicodedata.normalize("NFD", "ada@exämple.com"),
    "ada@exämple.com.",
    "ada@exämple\u3002com",
    "ada@\uff45x\u00e4mple.com",
    "ada@ex\u00adämple.com",
    "  Ada@XN--EXMPLE-CUA.com. ",
]


@pytest.fixture
def client(admin: Person) -> Iterator[httpx.Client]:
    with mail_board() as client:
        yield client


@pytest.mark.parametrize("typed", VARIANTS)
def test_at_every_door(visitor: httpx.Client, client: httpx.Client, superuser: Engine, typed: str) -> None:
    account = {"email": ADA, "name": "Ada", "password": PASSWORD}
    assert visitor.post("/v1/users", json=account).status_code == 201
    assert_problem(visitor.post("/v1/users", json=account | {"email": typed}), 409)
    assert sign_in(visitor, typed).status_code == 200
    old = ask(client, ADA), mailed_code(superuser, ADA)
    code_id = ask(client, typed)
    assert redeem(client, *old).status_code == 400
    assert redeem(client, code_id, mailed_code(superuser, ADA)).status_code == 200
    with superuser.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM users")) == 2


@pytest.mark.parametrize("typed", [*VARIANTS, ADA])
def test_an_address_in_its_form_keeps_it(typed: str) -> None:
    assert canonical(typed) == canonical(canonical(typed)) == ADA


@pytest.mark.parametrize(
    "other", ["\u212aim@example.com", "ada@exam\u2044ple.com", "a.da@example.com", "ada+1@example.com", "ada@faß.de"]
)
def test_what_only_looks_alike_is_another_or_none(other: str) -> None:
    assert canonical(other) not in ("kim@example.com", "ada@exam/ple.com", "ada@example.com", "ada@fass.de")


@pytest.mark.parametrize("long", ["\u0300" * 200_000, "ä" * 200_000, "ä." * 100_000, "@" * 200_000, "\u3002" * 254])
def test_what_is_long_takes_no_time(long: str) -> None:
    start = time.process_time()
    canonical(f"ada@{long}")
    canonical(f"{long}@example.com")
    assert time.process_time() - start < 0.1
