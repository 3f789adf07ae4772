"""Whose account an identity opens: by issuer and subject first, by an address only where the board allows it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.support.browsing import Browser
from tests.support.oidc_party import Party, claim, party_of, refused, who
from tests.support.people import PASSWORD, People, Person

pytestmark = pytest.mark.adversary


@pytest.fixture
def matching(admin: Person, superuser: Engine) -> Iterator[Party]:
    """A board that takes the provider's word about addresses."""
    with party_of(superuser, oidc_match_email=True) as party:
        yield party


def rows(superuser: Engine, statement: str) -> list[Any]:
    with superuser.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_the_subject_counts_and_not_the_address(party: Party, browser: Browser) -> None:
    party.sign_in(browser)
    claim(party, email="ada@elsewhere.example")
    another = party.browser()
    party.sign_in(another)
    assert who(another) == "ada@example.com"
    claim(party, sub="another", email="ada@example.com")
    refused(party.sign_in(party.browser()), "has an account here")


def test_the_same_subject_of_another_issuer(party: Party, browser: Browser, superuser: Engine) -> None:
    party.sign_in(browser)
    with party_of(superuser) as another:
        claim(another, email="somebody@example.com")
        elsewhere = another.browser()
        another.sign_in(elsewhere)
        assert who(elsewhere) == "somebody@example.com"


@pytest.mark.parametrize("verified", [False, None, "false", 1, "yes", [True]])
def test_an_address_that_is_not_verified(verified: object, party: Party, browser: Browser) -> None:
    claim(party, email_verified=verified)
    refused(party.sign_in(browser), "no e-mail address that is verified")


@pytest.mark.parametrize(
    "address", ["", "a", "a@b\0.c", "<a@b.c>", "a@b.c,d@e.f", 5, None, {"a": 1}, "a" * 300 + "@b.c"]
)
def test_an_address_that_is_none(address: object, party: Party, browser: Browser) -> None:
    claim(party, email=address)
    refused(party.sign_in(browser), "no e-mail address that is verified")


def test_a_provider_that_never_says_whether(admin: Person, superuser: Engine) -> None:
    with party_of(superuser, oidc_trust_email=True) as party:
        party.answers.without = ("email_verified",)
        assert party.sign_in(party.browser()).path == "/"
        party.answers.without = ()
        claim(party, email_verified=False, sub="another", email="x@example.com")
        refused(party.sign_in(party.browser()), "no e-mail address that is verified")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("", "New member"),
        ("a\0b", "New member"),
        (5, "New member"),
        ("x" * 300, "x" * 100),
    ],
)
def test_names(given: object, name: str, party: Party, browser: Browser, superuser: Engine) -> None:
    claim(party, name=given)
    party.sign_in(browser)
    assert rows(superuser, "SELECT name FROM users WHERE email = 'ada@example.com'") == [(name,)]


def test_an_account_is_left_alone(party: Party, member: Person, browser: Browser, superuser: Engine) -> None:
    claim(party, email=member.email.upper())
    refused(party.sign_in(browser), "has an account here")
    assert rows(superuser, "SELECT * FROM sso_identities") == []


def test_an_account_of_the_team_is_never_matched(matching: Party, admin: Person, superuser: Engine) -> None:
    claim(matching, email=admin.email)
    refused(matching.sign_in(matching.browser()), "has an account here")
    assert rows(superuser, "SELECT * FROM sso_identities") == []


def test_the_address_is_matched_where_the_board_allows_it(matching: Party, member: Person, superuser: Engine) -> None:
    """Whoever signed up with an address that nobody has proven loses password and sessions."""
    claim(matching, email=member.email)
    browser = matching.browser()
    assert matching.sign_in(browser).path == "/"
    assert who(browser) == member.email
    assert member.client.get("/v1/users/me").status_code == 401
    proven = "SELECT email_verified, password_hash FROM users WHERE id = "
    assert rows(superuser, proven + str(member.id)) == [(True, None)]


def test_who_has_proven_the_address_keeps_the_password(matching: Party, member: Person, superuser: Engine) -> None:
    with superuser.connect() as connection:
        connection.execute(text("UPDATE users SET email_verified = true"))
    claim(matching, email=member.email)
    assert matching.sign_in(matching.browser()).path == "/"
    assert member.client.get("/v1/users/me").status_code == 200
    assert matching.browser().sign_in(member.email, PASSWORD).status == 200


def test_a_disabled_account(matching: Party, member: Person, admin: Person) -> None:
    claim(matching, email=member.email)
    matching.sign_in(matching.browser())
    admin.client.patch(f"/v1/users/{member.id}", json={"status": "disabled"})
    refused(matching.sign_in(matching.browser()), "is disabled")
    claim(matching, email=member.email, sub="another")
    refused(matching.sign_in(matching.browser()), "is disabled")


def test_who_was_erased_may_come_again(party: Party, browser: Browser, superuser: Engine) -> None:
    party.sign_in(browser)
    shown = browser.send("/settings/erase", {"confirmation": "ada@example.com"})
    assert shown.path == "/erased", shown.text
    assert rows(superuser, "SELECT * FROM sso_identities") == []
    assert party.sign_in(party.browser()).path == "/"


def test_an_account_in_waiting_is_its_owners(party: Party, admin: Person, browser: Browser, superuser: Engine) -> None:
    with superuser.connect() as connection:
        connection.execute(text("INSERT INTO users (email, name) VALUES ('ada@example.com', 'By phone')"))
    assert party.sign_in(browser).path == "/"
    assert rows(superuser, "SELECT name, email_verified FROM users WHERE email = 'ada@example.com'") == [("Ada", True)]


@pytest.mark.parametrize(("setting", "joins"), [("open", True), ("by_code", True), ("closed", False)])
def test_who_may_join(setting: str, joins: bool, party: Party, browser: Browser, admin: Person) -> None:
    assert admin.client.patch("/v1/board", json={"sign_up": setting}).status_code == 200
    shown = party.sign_in(browser)
    assert (shown.path == "/") is joins
    if not joins:
        refused(shown, "takes no new members")


def test_the_first_account_is_the_admins(people: People, superuser: Engine) -> None:
    with party_of(superuser) as party:
        assert party.sign_in(party.browser()).path == "/"
        assert rows(superuser, "SELECT role FROM users") == [("admin",)]
