"""An account at the provider is linked to the one that is signed in, by who is signed in, and to no other."""

import httpx
import pytest

from tests.support.browsing import Browser, Shown
from tests.support.oidc import asked, come_back, look
from tests.support.oidc_party import Party, claim, refused, who
from tests.support.people import Person

pytestmark = pytest.mark.adversary


def link(party: Party, browser: Browser) -> Shown:
    wanted = asked(browser.send("/settings/oidc", {}))
    party.answers.nonce = wanted["nonce"]
    return party.finish(browser, wanted["state"])


def unlinked(caplog: pytest.LogCaptureFixture) -> list[int]:
    """Whose account has lost an identity, as the log of security says."""
    return [vars(each)["user_id"] for each in caplog.records if vars(each).get("event") == "oidc_unlinked"]


def test_the_team_links_an_identity_and_signs_in_with_it(
    party: Party, admin: Person, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.sign_in(admin.email)
    claim(party, email="boss@elsewhere.example", email_verified=False)
    shown = link(party, browser)
    assert shown.path == "/settings/oidc?done=1", shown.text
    assert "Linked on" in shown.text
    another = party.browser()
    assert party.sign_in(another).path == "/"
    assert who(another) == admin.email
    browser.submit(shown, "/settings/oidc", ("unlink", "ada-1"))
    assert unlinked(caplog) == [admin.id]
    refused(party.sign_in(party.browser()), "no e-mail address that is verified")


def test_an_identity_of_somebody_else(
    party: Party, member: Person, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    party.sign_in(browser)
    another = party.browser()
    another.sign_in(member.email)
    refused(link(party, another), "linked to another one")
    another.send("/settings/oidc", {"unlink": "ada-1"})
    assert unlinked(caplog) == []
    assert party.sign_in(party.browser()).path == "/"


def test_a_link_is_for_who_began_it(party: Party, admin: Person, member: Person, browser: Browser) -> None:
    """Somebody else signs in meanwhile, or nobody is signed in any more."""
    browser.sign_in(admin.email)
    wanted = asked(browser.send("/settings/oidc", {}))
    party.answers.nonce = wanted["nonce"]
    come_back(browser, wanted["state"])
    party.courier.work()
    browser.send("/sign-out", {})
    browser.sign_in(member.email)
    refused(look(browser, wanted["state"]), "has ended")
    assert who(browser) == member.email


def test_only_who_is_signed_in_links(party: Party, browser: Browser) -> None:
    assert browser.open("/settings/oidc").status == 401
    assert browser.send("/settings/oidc", {}).status == 401


def test_a_board_without_a_provider(visitor: httpx.Client, admin: Person) -> None:
    browser = Browser(visitor)
    assert browser.open("/sign-in").text.count("Sign in with") == 1, "the password"
    for path in ("/sign-in/oidc", "/sign-in/oidc/callback", "/sign-in/oidc/finish", "/settings/oidc"):
        assert browser.open(path).status == 404
    assert browser.send("/sign-in/oidc", {}).status == 404
