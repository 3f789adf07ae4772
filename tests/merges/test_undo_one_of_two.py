"""DELETE /v1/posts/{id}/merge, where two duplicates of one person have the same original."""

import pytest
from sqlalchemy import Engine

from tests.support.counts import assert_counts_are_exact
from tests.support.merges import followers, merge, undo, voters, withdraw
from tests.support.people import People, Person


@pytest.mark.parametrize("undone_first", [0, 1])
def test_a_person_whom_two_duplicates_brought(
    superuser: Engine, people: People, admin: Person, original: int, undone_first: int
) -> None:
    person = people.join()
    duplicates = [person.post_idea()["id"] for _ in range(2)]
    for each in duplicates:
        merge(admin, each, original)
    first, second = duplicates[undone_first], duplicates[1 - undone_first]
    undo(admin, first)
    assert voters(superuser, original) == {admin.id: None, person.id: second}
    assert followers(superuser, original) == {admin.id: True, person.id: True}
    assert_counts_are_exact(superuser)
    undo(admin, second)
    assert voters(superuser, original) == {admin.id: None}
    assert followers(superuser, original) == {admin.id: True}
    assert_counts_are_exact(superuser)


def test_withdrew_what_two_duplicates_brought(superuser: Engine, people: People, admin: Person, original: int) -> None:
    """An undo of one gives back no vote that the person took from the original."""
    person = people.join()
    duplicates = [person.post_idea()["id"] for _ in range(2)]
    for each in duplicates:
        merge(admin, each, original)
    withdraw(person, original)
    undo(admin, duplicates[0])
    assert voters(superuser, original) == {admin.id: None}
    assert_counts_are_exact(superuser)
