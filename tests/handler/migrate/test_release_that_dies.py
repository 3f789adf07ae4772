"""A release whose process is killed, has too little time or no database: the event that Lambda sends again ends it."""

import multiprocessing
import os
import signal
from typing import Any

import pytest

from handler.migrate import events, handler, release
from migrations.scripts import Scripts
from tests.handler.migrate.conftest import context
from tests.handler.migrate.waiting import WaitingAWS
from tests.migrations.process import die_at

Event = dict[str, Any]


def die(event: Event, response_url: str, database_url: str, statement: int) -> None:
    """Runs in a process of its own, which is killed after it has sent that many statements."""
    os.environ["DATABASE_URL"] = database_url
    events.RESPONSE_URL = response_url
    die_at(statement)
    handler(event, context(60))


@pytest.mark.parametrize("statement", [3, 15, 40])
def test_a_killed_process_is_followed_by_one_that_answers(
    cloudformation: WaitingAWS, resource: Event, empty_database: str, statement: int
) -> None:
    arguments = (resource, events.RESPONSE_URL, empty_database, statement)
    process = multiprocessing.get_context("spawn").Process(target=die, args=arguments)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert cloudformation.told == []
    assert handler(resource, context(60))["to"] == Scripts().head
    assert [body["Status"] for body in cloudformation.bodies()] == ["SUCCESS"]


def test_too_little_time_is_refused(cloudformation: WaitingAWS, resource: Event) -> None:
    assert "the function's timeout is too short" in handler(resource, context(release.STOP_BEFORE))["failed"]
    assert [body["Status"] for body in cloudformation.bodies()] == ["FAILED"]


def test_an_unreachable_database_is_reported(
    cloudformation: WaitingAWS, resource: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://heed:s3cret@127.0.0.1:1/heed")
    assert "no connection to the database" in handler(resource, context(release.STOP_BEFORE + 2))["failed"]
    [body] = cloudformation.bodies()
    assert body["Status"] == "FAILED"
    assert "s3cret" not in body["Reason"]
