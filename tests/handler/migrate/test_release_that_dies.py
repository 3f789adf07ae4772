"""A release whose process is killed, has too little time or no database: the event that Lambda sends again ends it."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from handler.migrate import events, handler, release
from migrations import connection
from migrations.scripts import Scripts
from tests.handler.migrate.conftest import context
from tests.handler.migrate.waiting import WaitingAWS
from tests.migrations.conftest import WriteRevision
from tests.migrations.process import die_at
from tests.support.forks import processes

Event = dict[str, Any]


def die(event: Event, response_url: str, database_url: str, versions: Path, statement: int) -> None:
    """Runs in a process of its own, which is killed after it has sent that many statements."""
    os.environ["DATABASE_URL"] = database_url
    events.RESPONSE_URL = response_url
    Scripts.__init__.__defaults__ = ((versions,),)
    die_at(statement)
    handler(event, context(60))


@pytest.mark.parametrize("statement", [3, 15, 40])
def test_a_killed_process_is_followed_by_one_that_answers(
    cloudformation: WaitingAWS,
    resource: Event,
    empty_database: str,
    small_release: Path,
    write_revision: WriteRevision,
    statement: int,
) -> None:
    before = "small1"
    for number in range(8):
        before = write_revision(f"more{number}", f"op.execute('CREATE TABLE more{number} ()')", before=before)
    arguments = (resource, events.RESPONSE_URL, empty_database, small_release, statement)
    process = processes.Process(target=die, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert cloudformation.told == []
    assert handler(resource, context(60))["to"] == before
    assert [body["Status"] for body in cloudformation.bodies()] == ["SUCCESS"]


def test_too_little_time_is_refused(cloudformation: WaitingAWS, resource: Event) -> None:
    assert "the function's timeout is too short" in handler(resource, context(release.STOP_BEFORE))["failed"]
    assert [body["Status"] for body in cloudformation.bodies()] == ["FAILED"]


def test_an_unreachable_database_is_reported(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.2)
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:s3cret@127.0.0.1:1/heed")
    assert "no connection to the database" in handler(resource, context(release.STOP_BEFORE + 2))["failed"]
    [body] = cloudformation.bodies()
    assert body["Status"] == "FAILED"
    assert "s3cret" not in body["Reason"]
