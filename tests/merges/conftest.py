"""Two posts to merge, of two people."""

import pytest

from tests.support.people import Person


@pytest.fixture
def original(admin: Person) -> int:
    return int(admin.post_idea("Dark mode")["id"])


@pytest.fixture
def duplicate(original: int, member: Person) -> int:
    return int(member.post_idea("Night mode")["id"])
