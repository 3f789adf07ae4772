"""The address that a caller comes from: what the gateway saw, never what the caller says."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from sqlalchemy import Engine

from app.rate_limits.changes import Tolerance
from tests.support.gateway import GatewayTransport, Handler
from tests.support.load_balancer import BalancerTransport
from tests.support.people import Person
from tests.support.sign_ins import assert_too_early, fail_to_sign_in, let_pass, move, sign_in

TOLERATED = 3
HOUR = 3_600
GATEWAYS = [GatewayTransport, BalancerTransport]
Spray = Callable[..., None]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty failures would be fifty requests."""
    monkeypatch.setattr("app.auth.password_sign_in.ADDRESS_TOLERANCE", Tolerance(TOLERATED, HOUR))


@pytest.fixture(params=GATEWAYS, ids=["HTTP API", "load balancer"])
def client(handler: Handler, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    transport: GatewayTransport = request.param(handler, "198.51.100.7")
    with httpx.Client(transport=transport, base_url="https://board.example.com") as client:
        yield client


def spray(client: httpx.Client, times: int, header: str | None = None) -> None:
    """Fails for another account each time, and claims to come from another address each time."""
    for number in range(times):
        claims = {header: claim(header, number)} if header else None
        fail_to_sign_in(client, f"nobody-{number}@example.com", headers=claims)


def claim(header: str, number: int) -> str:
    address = f"192.0.2.{number}"
    return f"for={address}" if header == "Forwarded" else address


HEADERS = [
    "X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP", "CF-Connecting-IP", "X-Client-IP", "Client-IP",
    "X-Cluster-Client-IP", "X-Original-Forwarded-For", "Fastly-Client-IP", "X-Forwarded", "X-Envoy-External-Address",
]  # fmt: skip


@pytest.mark.parametrize("header", HEADERS)
def test_what_the_caller_claims_resets_nothing(client: httpx.Client, admin: Person, header: str) -> None:
    spray(client, TOLERATED + 1, header)
    assert_too_early(sign_in(client, admin.email, headers={header: claim(header, 200)}))
    move(client, "198.51.100.8")
    assert sign_in(client, admin.email).status_code == 200


@pytest.mark.parametrize("header", HEADERS)
def test_what_the_caller_claims_blocks_nobody_else(client: httpx.Client, admin: Person, header: str) -> None:
    victim = "203.0.113.99"
    for number in range(TOLERATED + 1):
        headers = {header: f"for={victim}" if header == "Forwarded" else victim}
        fail_to_sign_in(client, f"nobody-{number}@example.com", headers=headers)
    move(client, victim)
    assert sign_in(client, admin.email).status_code == 200


SAME = [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
    ("2001:db8:1:2::1", "2001:0DB8:0001:0002:0:0:0:9"),
    ("203.0.113.1", "::ffff:203.0.113.1"),
]
DIFFERENT = [
    ("2001:db8:1:2::1", "2001:db8:1:3::1"),
    ("203.0.113.1", "203.0.113.2"),
    ("::ffff:203.0.113.1", "::ffff:203.0.113.2"),
    ("203.0.113.1", "2001:db8:1:2::1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_household_is_one_address(client: httpx.Client, admin: Person, one: str, other: str) -> None:
    move(client, one)
    spray(client, TOLERATED + 1)
    move(client, other)
    assert_too_early(sign_in(client, admin.email))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_household_is_another(client: httpx.Client, admin: Person, one: str, other: str) -> None:
    move(client, one)
    spray(client, TOLERATED + 1)
    move(client, other)
    assert sign_in(client, admin.email).status_code == 200


@pytest.mark.parametrize("address", ["", "unknown", "fe80::1%eth0", "1.2.3", "x" * 5_000, "203.0.113.1:443"])
def test_an_address_that_is_none_is_served_and_counted(client: httpx.Client, admin: Person, address: str) -> None:
    move(client, address)
    spray(client, TOLERATED + 1)
    assert_too_early(sign_in(client, admin.email))


def test_success_forgives_the_account_and_not_the_address(client: httpx.Client, admin: Person) -> None:
    """Else a thief would sign in to an account of their own between the guesses."""
    spray(client, TOLERATED)
    assert sign_in(client, admin.email).status_code == 200
    spray(client, 1)
    assert_too_early(sign_in(client, admin.email))


def test_the_hour_begins_with_the_first_failure_and_ends(
    client: httpx.Client, admin: Person, superuser: Engine
) -> None:
    """Behind one address there may be thousands, of whom somebody mistypes every hour."""
    spray(client, TOLERATED)
    let_pass(superuser, HOUR - 60)
    spray(client, 1)
    assert_too_early(sign_in(client, admin.email))
    let_pass(superuser, 61)
    spray(client, TOLERATED)
    assert sign_in(client, admin.email).status_code == 200


def test_a_pause_ends_with_its_hour(client: httpx.Client, admin: Person, superuser: Engine) -> None:
    spray(client, TOLERATED)
    for pause in (1, 2, 4, 8, 16, 32):
        spray(client, 1)
        assert assert_too_early(sign_in(client, admin.email)) == pause
        let_pass(superuser, pause)
    let_pass(superuser, HOUR - 63 - 10)
    spray(client, 1)
    assert 8 <= assert_too_early(sign_in(client, admin.email)) <= 10
