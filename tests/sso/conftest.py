"""A board that believes the team's server, for tests of many tokens."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support.people import Person
from tests.support.sso import account_of, claims, sign, sso_board


@pytest.fixture(scope="module")
def board_client() -> Iterator[httpx.Client]:
    with sso_board() as client:
        yield client


@pytest.fixture
def client(admin: Person, board_client: httpx.Client) -> Iterator[httpx.Client]:
    """After what was refused, somebody else's right token opens their own account, on the same warm process."""
    yield board_client
    canary = claims(sub="canary", email="canary@example.com", name="Canary")
    assert account_of(board_client, sign(canary))["name"] == "Canary"
