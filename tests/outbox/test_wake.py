"""The line in the log that wakes what sends: after a commit, and after nothing else."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.db.commit import commit
from app.db.step import step
from app.outbox.changes import enqueue_mail
from app.outbox.wake import MARKER
from tests.support.people import People


@pytest.fixture
def db(superuser: Engine, people: People) -> Iterator[Connection]:
    with superuser.execution_options(isolation_level="READ COMMITTED").connect() as session:
        yield session


def markers(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "heed.outbox"]


def enqueue(db: Connection) -> None:
    enqueue_mail(db, template="code", address="ada@example.com", user_id=None, data={"code": "123456"})


def test_after_the_commit(db: Connection, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    enqueue(db)
    enqueue(db)
    assert markers(caplog) == []
    commit(db)
    assert markers(caplog) == [MARKER]
    assert db.scalar(text("SELECT count(*) FROM deliveries WHERE due_at <= now()")) == 2
    commit(db)
    assert markers(caplog) == [MARKER]


def enqueue_and_fail(engine: Engine) -> None:
    with step(engine) as db:
        enqueue(db)
        raise LookupError


def test_not_for_what_was_rolled_back(superuser: Engine, people: People, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    engine = superuser.execution_options(isolation_level="READ COMMITTED")
    with pytest.raises(LookupError):
        enqueue_and_fail(engine)
    with step(engine) as db:
        assert db.scalar(text("SELECT count(*) FROM deliveries")) == 0
    assert markers(caplog) == []


def test_not_for_a_commit_that_failed(db: Connection, superuser: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    enqueue(db)
    backend = db.scalar(text("SELECT pg_backend_pid()"))
    with superuser.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
    with pytest.raises((DBAPIError, OSError)):
        commit(db)
    db.invalidate()  # Nobody else is to get this connection.
    assert markers(caplog) == []
