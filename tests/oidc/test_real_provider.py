"""A real OpenID provider at the other end: the board speaks as the specification says, not only as our own tests."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
from sqlalchemy import Engine

from tests.support.boards import board
from tests.support.browsing import Browser
from tests.support.oidc import BOARD, CLIENT, Courier, address_of, courier_for, real_provider
from tests.support.people import Person


@pytest.fixture(scope="module", params=[False, True], ids=["all in the ID token", "the address at userinfo alone"])
def issuer(request: pytest.FixtureRequest) -> Iterator[str]:
    with real_provider(BOARD, conform=request.param) as issuer:
        yield issuer


@pytest.fixture
def courier(issuer: str, superuser: Engine, admin: Person) -> Iterator[Courier]:
    with courier_for(issuer, superuser) as courier:
        yield courier


@pytest.fixture
def client(issuer: str, courier: Courier) -> Iterator[httpx.Client]:
    with board(oidc_issuer=issuer, public_url=BOARD, **CLIENT) as client:
        yield client


def visit(provider: httpx.Client, url: str, form: dict[str, str]) -> str:
    """Follows the provider until it sends the browser back to the board; its one form is sent with this."""
    answer = provider.get(url)
    for _ in range(10):
        if answer.is_redirect:
            url = urljoin(str(answer.request.url), answer.headers["location"])
            if url.startswith(BOARD):
                back = urlsplit(url)
                return f"{back.path}?{back.query}"
            answer = provider.get(url)
        else:
            answer = provider.post(answer.request.url, data=form)
            assert answer.is_redirect, answer.text
    raise AssertionError("it never comes back")


def test_somebody_signs_in(client: httpx.Client, courier: Courier) -> None:
    browser = Browser(client)
    with httpx.Client() as provider:
        address = address_of(browser.send("/sign-in/oidc", {"to": "/roadmap"}))
        waits = browser.open(visit(provider, address, {"name": "ada", "do": "sign-in"}))
        assert waits.heading == "Signing you in…"
        assert waits.answer.headers["refresh"].partition("; url=")[2] == waits.path
        courier.work()
        shown = browser.open(waits.path)
        assert (shown.statuses, shown.path) == ([303, 200], "/roadmap")
        assert 'value="Ada"' in browser.open("/settings").answer.text
        another = Browser(client)
        back = visit(provider, address_of(another.send("/sign-in/oidc", {})), {})
        waits = another.open(back)
        courier.work()
        assert another.open(waits.path).path == "/", "the provider still knows who it is"


def test_somebody_cancels(client: httpx.Client, courier: Courier) -> None:
    browser = Browser(client)
    with httpx.Client() as provider:
        address = address_of(browser.send("/sign-in/oidc", {"to": "/roadmap"}))
        shown = browser.open(visit(provider, address, {"do": "cancel"}))
    assert shown.status == 403
    assert "did not agree" in shown.text
    assert shown.form("/sign-in/oidc", to="/roadmap") is not None
    assert courier.rows() == []


def test_somebody_whose_address_is_not_verified(client: httpx.Client, courier: Courier) -> None:
    browser = Browser(client)
    with httpx.Client() as provider:
        address = address_of(browser.send("/sign-in/oidc", {}))
        waits = browser.open(visit(provider, address, {"name": "unverified", "do": "sign-in"}))
    courier.work()
    shown = browser.open(waits.path)
    assert shown.status == 403
    assert "no e-mail address that is verified" in shown.text
