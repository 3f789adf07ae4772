"""How much of the function's time a migration gets, and when the answer goes out without it."""

import math
from types import SimpleNamespace
from typing import Any

import pytest

from handler.migrate import release
from handler.migrate.report import Report
from migrations.failure import MigrationError
from tests.handler.migrate.test_events import RESOURCE


class Timer:
    """In place of threading.Timer: what it was set to, and whether it still runs."""

    made: "list[Timer]"

    def __init__(self, seconds: float, function: Any, arguments: list[str]) -> None:
        self.seconds, self.function, self.arguments = seconds, function, arguments
        self.daemon = self.runs = False
        self.made.append(self)

    def start(self) -> None:
        assert self.daemon, "it must not keep the process"
        self.runs = True

    def cancel(self) -> None:
        self.runs = False


@pytest.fixture
def deadlines(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Those that migrations were given, at the moment 1000."""
    given: list[float] = []
    Timer.made = []

    def run(_: object, deadline: float) -> dict[str, Any]:
        given.append(deadline)
        assert all(timer.runs for timer in Timer.made)
        return {"from": "base", "to": "head"}

    monkeypatch.setattr(release, "run", run)
    monkeypatch.setattr(release, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    monkeypatch.setattr(release, "threading", SimpleNamespace(Timer=Timer))
    monkeypatch.setattr(Report, "send", lambda *_: True)
    return given


def context(seconds: float) -> Any:
    return SimpleNamespace(get_remaining_time_in_millis=lambda: seconds * 1000)


def test_a_command_ends_twenty_seconds_before_the_function(deadlines: list[float]) -> None:
    assert release.handle({}, context(60)) == {"from": "base", "to": "head"}
    release.handle({}, None)
    assert deadlines == [1040.0, math.inf]
    assert Timer.made == []


@pytest.mark.parametrize(("seconds", "timer"), [(60, 48.0), (12.5, 0.5), (5, 0.0)])
def test_a_release_is_answered_twelve_seconds_before_the_end(
    deadlines: list[float], seconds: float, timer: float
) -> None:
    release.handle(RESOURCE, context(seconds))
    assert deadlines == [980.0 + seconds]
    [made] = Timer.made
    assert (made.seconds, made.runs, made.arguments) == (timer, False, ["the function's time ran out"])


def test_without_an_end_there_is_no_timer(deadlines: list[float]) -> None:
    release.handle(RESOURCE, None)
    assert (deadlines, Timer.made) == ([math.inf], [])


def test_what_time_ran_out_for_is_no_success(deadlines: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Report, "send", lambda *_: False)
    failed = "ended when the release had been told already that time ran out"
    assert release.handle(RESOURCE, context(60)) == {"from": "base", "to": "head", "failed": failed}


def test_a_failure_of_the_code_is_logged_with_where_it_was(
    deadlines: list[float], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> dict[str, Any]:
        raise ZeroDivisionError

    monkeypatch.setattr(release, "run", fails)
    assert release.handle(RESOURCE, context(60)) == {"failed": "ZeroDivisionError"}
    [record] = caplog.records
    assert record.exc_info
    [timer] = Timer.made
    assert not timer.runs


def test_a_function_that_ends_too_soon_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of its time, twenty seconds are kept for the answer, and with less than one before those nothing is begun."""
    monkeypatch.setattr(release, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    assert release.handle({"command": "heads"}, context(21))["heads"]
    with pytest.raises(MigrationError, match="the function's timeout is too short: 20 s of it are kept for the answer"):
        release.handle({"command": "heads"}, context(20.999))
