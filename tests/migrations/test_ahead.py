"""Databases that are ahead of the code, or at more than one revision."""

import pytest
from sqlalchemy import Connection, text

from migrations.failure import MigrationError
from tests.migrations.conftest import Do, WriteRevision
from tests.migrations.test_commands import Versions


@pytest.fixture
def empty_database(upgraded_database: str) -> str:
    """Not empty here."""
    return upgraded_database


def test_a_database_ahead_is_fine(do: Do, write_revision: WriteRevision, all_versions: Versions) -> None:
    later = write_revision("later1", "op.execute('ALTER TABLE posts ADD COLUMN slug TEXT')")
    do({"command": "upgrade"}, all_versions)
    done = do({"command": "upgrade"})
    assert (done["from"], done["to"], done["revisions"], done["ahead"]) == (later, later, [], True)
    assert do({"command": "current"})["state"] == "ahead"
    for event in (
        {"command": "upgrade", "revision": "+1"},
        {"command": "downgrade", "revision": "base", "confirm": True},
        {"command": "check"},
    ):
        with pytest.raises(MigrationError, match="at later1, which this code doesn't know"):
            do(event)


def test_a_database_at_two_revisions(do: Do, database: Connection) -> None:
    database.execute(text("INSERT INTO alembic_version VALUES ('another')"))
    with pytest.raises(MigrationError, match="at 2 revisions at once"):
        do({"command": "upgrade"})
