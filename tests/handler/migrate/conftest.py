"""Databases to migrate, as the migrations' own tests have them; CloudFormation, which waits for an answer."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handler.migrate import events
from migrations.scripts import Scripts
from tests.handler.migrate.test_events import RESOURCE
from tests.handler.migrate.waiting import WaitingAWS
from tests.migrations.conftest import (
    WriteRevision,
    database,
    empty_database,
    kept_database,
    settings,
    upgraded_database,
    write_revision,
)

__all__ = ["database", "empty_database", "kept_database", "settings", "upgraded_database", "write_revision"]


@pytest.fixture
def cloudformation(monkeypatch: pytest.MonkeyPatch, empty_database: str) -> Iterator[WaitingAWS]:
    server = WaitingAWS()
    monkeypatch.setenv("DATABASE_URL", empty_database)
    monkeypatch.setattr(events, "RESPONSE_URL", f"{server.url}/.+")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def resource(cloudformation: WaitingAWS) -> dict[str, Any]:
    """The first deployment's event."""
    return {**RESOURCE, "ResponseURL": f"{cloudformation.url}/bucket/key?signature=a%2Fb&x=1"}


def context(seconds: float) -> Any:
    """Lambda's, of a function that has so long left."""
    ends = time.monotonic() + seconds
    return SimpleNamespace(get_remaining_time_in_millis=lambda: int((ends - time.monotonic()) * 1000))


def ships(monkeypatch: pytest.MonkeyPatch, *versions: Path) -> None:
    """The function's code has these revisions from now on."""
    monkeypatch.setattr(Scripts.__init__, "__defaults__", (versions,))


@pytest.fixture
def small_release(monkeypatch: pytest.MonkeyPatch, write_revision: WriteRevision, tmp_path: Path) -> Path:
    """Where the only revision is that the function's code has, for tests of what is around it: the real ones take 1 s.
    The test may write others beside it.
    """
    write_revision("small1", "op.execute('CREATE TABLE small ()')", before=None)
    ships(monkeypatch, tmp_path)
    return tmp_path


def broken(monkeypatch: pytest.MonkeyPatch, write_revision: WriteRevision, folder: Path, up: str) -> None:
    """Makes the release bring a revision that does that."""
    write_revision("broken1", up, before=None)
    ships(monkeypatch, folder)
