"""/sign-up: the account at once, or by its code where the board sends mail; and what the form keeps."""

import httpx
import pytest
from sqlalchemy import Engine, text

from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.codes import mail_board, mailed_code
from tests.support.people import PASSWORD, Person

NEW = {"name": "Ada", "email": "ada@example.com", "password": PASSWORD}
SETUP = "0123456789abcdef0123456789abcdef"


def accounts(superuser: Engine) -> list[tuple[str, str]]:
    with superuser.connect() as connection:
        return [(name, role) for name, role in connection.execute(text("SELECT name, role FROM users ORDER BY id"))]


def test_at_once_where_the_board_sends_no_mail(browser: Browser, superuser: Engine, admin: Person) -> None:
    shown = browser.submit(browser.open("/sign-up?to=/settings"), "/sign-up", **NEW)
    assert (shown.statuses, shown.path, shown.control("name").get("value")) == ([303, 200], "/settings", "Ada")
    assert accounts(superuser)[1:] == [("Ada", "member")]


def test_by_a_code_where_it_does(mailing: httpx.Client, superuser: Engine) -> None:
    browser = Browser(mailing)
    shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW)
    assert (shown.status, shown.heading, len(accounts(superuser))) == (200, "Enter the code", 1)
    shown = browser.submit(shown, "/sign-in/code", code=mailed_code(superuser, NEW["email"]))
    assert (shown.statuses, shown.path) == ([303, 200], "/")
    assert accounts(superuser)[1:] == [("Ada", "member")]


def test_an_address_that_has_an_account_looks_the_same(mailing: httpx.Client, member: Person) -> None:
    texts = set()
    for email in (NEW["email"], member.email):
        browser = Browser(mailing)
        shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW | {"email": email})
        texts.add(shown.text.replace(email, ""))
    assert len(texts) == 1


def test_the_first_admin_waits_for_no_mail(visitor: httpx.Client, superuser: Engine) -> None:
    with mail_board() as client:
        browser = Browser(client)
        assert browser.submit(browser.open("/sign-up"), "/sign-up", **NEW).statuses == [303, 200]
    assert accounts(superuser) == [("Ada", "admin")]


def test_the_first_admin_with_a_setup_token(visitor: httpx.Client, superuser: Engine) -> None:
    with board(setup_token=SETUP) as client:
        browser = Browser(client)
        shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW, setup_token=SETUP[::-1])
        assert (shown.status, shown.control("email").get("value")) == (403, NEW["email"])
        assert "This setup token is wrong" in shown.text
        assert SETUP[::-1] not in shown.answer.text
        assert browser.submit(shown, "/sign-up", **NEW, setup_token=SETUP).statuses == [303, 200]
    assert accounts(superuser) == [("Ada", "admin")]


def test_no_token_is_asked_for_where_none_is_set(browser: Browser) -> None:
    names = [each.get("name") for each in browser.open("/sign-up").content.iter("input")]
    assert names == ["name", "email", "password"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "Write something here."),
        ("name", "a" * 101, "Shorten this: 100 characters fit."),
        ("email", "ada", "This is no e-mail address."),
        ("password", "short", "Write a little more."),
        ("password", "password1", "Many people have this password. Choose another."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    browser: Browser, superuser: Engine, field: str, value: str, said: str
) -> None:
    shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW | {field: value})
    assert (shown.status, shown.described(field)) == (422, said)
    assert shown.control(field).get("aria-invalid") == "true"
    kept = {name: shown.control(name).get("value") for name in NEW}
    assert kept == {**NEW, field: value} | {"password": None}
    assert accounts(superuser) == []


def test_an_address_that_is_taken(browser: Browser, member: Person) -> None:
    shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW | {"email": member.email})
    assert shown.status == 409
    assert "This e-mail address has an account already." in shown.text


def test_a_refused_attempt_counts_as_on_the_api(visitor: httpx.Client) -> None:
    with board(sign_ups_per_hour=2) as client:
        browser = Browser(client)
        common = NEW | {"password": "password1"}
        statuses = [browser.submit(browser.open("/sign-up"), "/sign-up", **common).status for _ in range(2)]
        answer = client.post("/v1/users", json=NEW)
        shown = browser.submit(browser.open("/sign-up"), "/sign-up", **NEW)
    assert (statuses, answer.status_code, shown.status) == ([422, 422], 429, 429)
    assert shown.control("name").get("value") == "Ada"
