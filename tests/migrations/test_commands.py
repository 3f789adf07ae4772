"""The commands: what they answer, and what they refuse."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.migrations.conftest import Do, WriteRevision

Versions = tuple[Path, ...]


def tables(database: Connection) -> list[str]:
    return list(database.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")))


def test_from_nothing_to_the_head_and_back(do: Do, database: Connection) -> None:
    steps, head = [step.revision for step in Scripts().steps], Scripts().head
    done = do({"command": "upgrade"})
    assert (done["from"], done["to"]) == ("base", head)
    assert [each["revision"] for each in done["revisions"]] == steps
    assert done["revisions"][0]["what"] == "install pg_trgm"
    assert 0 < done["revisions"][0]["seconds"] < 10
    for _ in range(2):
        assert do({"command": "upgrade"}) == {"command": "upgrade", "from": head, "to": head, "revisions": []}
    at_head = {"command": "current", "at": head, "head": head, "state": "at head", "pending": []}
    assert do({"command": "current"}) == at_head
    assert do({"command": "check"}) == {"command": "check", "at": head, "drift": []}
    done = do({"command": "downgrade", "revision": "base", "confirm": True})
    assert (done["from"], done["to"]) == (head, "base")
    assert [each["revision"] for each in done["revisions"]] == steps[::-1]
    assert tables(database) == ["alembic_version"]


def test_one_step_at_a_time(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    write_revision("one1", "op.execute('CREATE TABLE one ()')", before=None)
    write_revision("two2", "op.execute('CREATE TABLE two ()')", "op.execute('DROP TABLE two')", before="one1")
    assert do({"command": "upgrade", "revision": "+1"}, own_versions)["to"] == "one1"
    with pytest.raises(MigrationError, match=r"\+2: only 1 more"):
        do({"command": "upgrade", "revision": "+2"}, own_versions)
    pending = [{"revision": "two2", "what": "test two2"}]
    assert do({"command": "current"}, own_versions)["pending"] == pending
    assert do({"command": "upgrade", "revision": "+1"}, own_versions)["to"] == "two2"
    assert do({"command": "upgrade", "revision": "+1"}, own_versions)["revisions"] == []
    assert do({"command": "upgrade", "revision": "one1"}, own_versions)["to"] == "two2", "it is past one1 already"
    assert do({"command": "sql"}, own_versions) == {"command": "sql", "from": "two2", "to": "two2", "sql": ""}


def test_sql_runs_nothing(do: Do, database: Connection) -> None:
    answer = do({"command": "sql"})
    assert (answer["from"], answer["to"]) == ("base", Scripts().head)
    assert "CREATE TABLE users" in answer["sql"]
    assert "CREATE EXTENSION" in answer["sql"], "what the first one does"
    assert f"SET version_num='{Scripts().head}'" in answer["sql"]
    assert "SET lock_timeout = '1s'; SET statement_timeout = '5s'" in answer["sql"]
    assert answer["sql"].count("BEGIN;") >= len(Scripts().steps), "each in a transaction of its own"
    assert tables(database) == []


def test_questions_change_nothing(do: Do, database: Connection) -> None:
    assert do({"command": "heads"}) == {"command": "heads", "heads": [Scripts().head]}
    history = do({"command": "history"})["revisions"]
    assert [each["revision"] for each in history] == [step.revision for step in Scripts().steps]
    assert do({"command": "current"})["state"] == "behind"
    with pytest.raises(MigrationError, match="the database is at base, not at the head"):
        do({"command": "check"})
    assert tables(database) == []


def test_unknown_revision(do: Do, database: Connection) -> None:
    for event in ({"command": "upgrade"}, {"command": "sql"}, {"command": "downgrade", "confirm": True}):
        with pytest.raises(MigrationError, match="there is no revision 0123456789ab"):
            do({**event, "revision": "0123456789ab"})
    assert tables(database) == []


def test_two_heads(do: Do, database: Connection, write_revision: WriteRevision, own_versions: Versions) -> None:
    for revision, before in (("one1", None), ("two2", "one1"), ("three3", "one1")):
        write_revision(revision, "pass", before=before)
    for command in ("upgrade", "check", "current"):
        with pytest.raises(MigrationError, match=r"there are 2 heads \(three3, two2\)"):
            do({"command": command}, own_versions)
    assert tables(database) == []


def test_merged_heads(do: Do, write_revision: WriteRevision, own_versions: Versions) -> None:
    for revision, before in (("one1", None), ("two2", "one1"), ("three3", "one1"), ("both4", ("two2", "three3"))):
        write_revision(revision, "pass", before=before)
    with pytest.raises(MigrationError, match="the history has branches"):
        do({"command": "upgrade"}, own_versions)


def test_without_a_revision_there_is_nothing_to_do(do: Do, own_versions: Versions) -> None:
    assert do({"command": "upgrade"}, own_versions)["to"] == "base"
    assert do({"command": "heads"}, own_versions) == {"command": "heads", "heads": ["base"]}
    assert do({"command": "current"}, own_versions)["state"] == "at head"
