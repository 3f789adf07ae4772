"""The log tells what a long revision does, from a connection beside the one that does it."""

import logging
from pathlib import Path

import pytest

from migrations import progress
from tests.migrations.conftest import Do, WriteRevision


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "heed.migrations")
    monkeypatch.setattr(progress, "FIRST_SECONDS", 0.025)
    return caplog


def test_what_it_does_and_for_how_long(
    do: Do, write_revision: WriteRevision, own_versions: tuple[Path, ...], log: pytest.LogCaptureFixture
) -> None:
    write_revision("slow1", "op.execute('SELECT pg_sleep(0.6)'); import time; time.sleep(0.5)", before=None)
    do({"command": "upgrade"}, own_versions)
    told = [record.getMessage() for record in log.records if record.getMessage().startswith("slow1 (test slow1): ")]
    said = [each.removeprefix("slow1 (test slow1): ") for each in told]
    assert said[0] == "upgrade begins"
    asleep = [each for each in said if each == "0 s in: SELECT pg_sleep(0.6): working"]
    assert 3 <= len(asleep) < 8, "ever more seldom"
    assert said[-2] == "1 s in: SELECT pg_sleep(0.6): idle in transaction"
    assert said[-1].startswith("upgrade done in 1.")


def test_where_it_can_not_be_asked(
    do: Do, write_revision: WriteRevision, own_versions: tuple[Path, ...], log: pytest.LogCaptureFixture
) -> None:
    others = "FROM pg_stat_activity WHERE application_name = 'heed-migrations' AND datname = current_database()"
    end = f"SELECT pg_terminate_backend(pid) {others} AND pid <> pg_backend_pid()"
    write_revision("slow1", f'op.execute("{end}"); op.execute("SELECT pg_sleep(0.3)")', before=None)
    assert do({"command": "upgrade"}, own_versions)["to"] == "slow1"
    assert "SELECT pg_sleep(0.3): the server can't be asked about it (" in log.text
    assert "the lock's connection was closed already: " in log.text
