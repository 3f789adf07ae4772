"""A board with an OpenID provider, and a browser."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Engine

from tests.support.browsing import Browser
from tests.support.people import Person

if TYPE_CHECKING:
    from tests.support.oidc_party import Party


@pytest.fixture
def party(admin: Person, superuser: Engine) -> "Iterator[Party]":
    from tests.support.oidc_party import party_of  # It needs the database of the tests, which is there after this file.

    with party_of(superuser) as party:
        yield party


@pytest.fixture
def browser(party: "Party") -> Browser:
    return party.browser()
