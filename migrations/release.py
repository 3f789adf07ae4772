"""The migration function: a command for an operator, or a release that waits for its answer."""

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from migrations.events import Command, CustomResource, PreTraffic, Upgrade, parse
from migrations.failure import MigrationError
from migrations.report import Report, report_for

logging.getLogger("heed").setLevel(logging.INFO)

# Before Lambda would end the function, in seconds: the migration stops itself, and if it can't, the answer goes out
# without it. An answer takes up to 10.5 s (report.py).
STOP_BEFORE = 20.0
ANSWER_BEFORE = 12.0


def handle(event: Any, context: Any) -> dict[str, Any]:
    """Answers what was done. Raises MigrationError for everything that was not, after it has told whoever waits."""
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000 if context else math.inf
    parsed = parse(event)
    if not isinstance(parsed, PreTraffic | CustomResource):
        return run(parsed, ends - STOP_BEFORE)
    report = report_for(parsed)
    with answered(report, ends):
        if isinstance(parsed, CustomResource) and parsed.RequestType == "Delete":
            answer: dict[str, Any] = {"note": "Nothing to do: the data stays."}
        else:
            answer = run(Upgrade(command="upgrade"), ends - STOP_BEFORE)
        if not report.send(True, answer.get("note") or f"from {answer['from']} to {answer['to']}"):
            raise MigrationError("ended when the release had been told already that time ran out")
    return answer


def run(command: Command, deadline: float) -> dict[str, Any]:
    """Imports and configures only here, so that a fault in either reaches whoever waits for the answer."""
    from app.settings.config import SettingsError, load_settings, parameter_store
    from migrations.commands import run
    from migrations.limits import LAST_SECONDS

    if deadline - time.monotonic() < LAST_SECONDS:
        raise MigrationError(f"the function's timeout is too short: {STOP_BEFORE:.0f} s of it are kept for the answer")
    if store := parameter_store():
        store.expire()  # A release may have brought new values, and a warm function has old ones.
    try:
        settings = load_settings()
    except SettingsError as error:
        raise MigrationError(str(error)) from None
    return run(command, settings, deadline=deadline)


@contextmanager
def answered(report: Report, ends: float) -> Iterator[None]:
    """Sees to it that the failure of what is done meanwhile is reported, and also that it doesn't end."""
    timer = None
    if ends < math.inf:
        seconds = max(0.0, ends - time.monotonic() - ANSWER_BEFORE)
        timer = threading.Timer(seconds, report.out_of_time, ["the function's time ran out"])
        timer.daemon = True
        timer.start()
    try:
        yield
    except BaseException as error:
        try:
            report.send(False, str(error) or type(error).__name__)
        except MigrationError as untold:
            raise MigrationError(f"{error}; and {untold}") from error
        raise
    finally:
        if timer:
            timer.cancel()
