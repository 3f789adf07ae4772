"""The migration function: a command for an operator, or a release that waits for its answer."""

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from handler.migrate.events import CustomResource, parse
from handler.migrate.report import Report
from migrations.events import Command, Upgrade
from migrations.failure import MigrationError

logger = logging.getLogger("heed.migrations")
logging.getLogger("heed").setLevel(logging.INFO)

# Before Lambda would end the function, in seconds: the migration stops itself, and if it can't, the answer goes out
# without it. An answer takes up to 10.5 s (report.py).
STOP_BEFORE = 20.0
ANSWER_BEFORE = 12.0

DELETED = "Nothing to do: the data stays."
ROLLED_BACK = "Nothing to do: the stack goes back to older code, and the schema of now serves that too."


def handle(event: Any, context: Any) -> dict[str, Any]:
    """Answers what was done. Raises MigrationError for a command that failed, and for a release that can't be told."""
    ends = time.monotonic() + context.get_remaining_time_in_millis() / 1000 if context else math.inf
    parsed = parse(event)
    return release(parsed, ends) if isinstance(parsed, CustomResource) else run(parsed, ends - STOP_BEFORE)


def release(event: CustomResource, ends: float) -> dict[str, Any]:
    """A failure that CloudFormation knows of isn't raised: Lambda would run it again while the stack goes back.

    One that it couldn't be told is raised. Lambda then delivers the event a second time, and so it does after a process
    that was killed: what is done already is found done.
    """
    report = Report(event)
    with answered_in_time(report, ends):
        try:
            answer = obey(event, ends)
        except Exception as error:
            failure = str(error) or type(error).__name__
            logger.error("%s", failure, exc_info=not isinstance(error, MigrationError))
            report.send(False, failure)
            return {"failed": failure}
        if not report.send(True, answer.get("note") or f"from {answer['from']} to {answer['to']}"):
            failure = "ended when the release had been told already that time ran out"
            logger.error("%s", failure)
            return answer | {"failed": failure}
    return answer


def obey(event: CustomResource, ends: float) -> dict[str, Any]:
    """A stack that is deleted or rolled back can't fail here, whatever state the database is in."""
    if event.RequestType == "Delete":
        return {"note": DELETED}
    if event.goes_back():
        return {"note": ROLLED_BACK}
    return run(Upgrade(command="upgrade"), ends - STOP_BEFORE)


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
def answered_in_time(report: Report, ends: float) -> Iterator[None]:
    """Sees to it that what doesn't end meanwhile is reported as a failure."""
    timer = None
    if ends < math.inf:
        seconds = max(0.0, ends - time.monotonic() - ANSWER_BEFORE)
        timer = threading.Timer(seconds, report.out_of_time, ["the function's time ran out"])
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
