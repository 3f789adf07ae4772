"""The commands of the migration function and of `python -m migrations`: each answers what it did, or raises."""

import io
import logging
import math
import random
import time
from typing import Any

from alembic import command
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.config import Settings
from migrations.connection import connected
from migrations.failure import MigrationError, describe, sqlstate
from migrations.index import index_along, index_posts
from migrations.limits import LAST_SECONDS, Limits, limits_of
from migrations.lock import locked
from migrations.roles import grant_api_role
from migrations.scripts import Scripts, Step
from migrations.state import differences, known_revision, lacking, revision_of

logger = logging.getLogger("heed.migrations")

Answer = dict[str, Any]
PATIENCE = 120.0  # Seconds that one revision is tried again for, while somebody holds a lock that it needs.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0  # Between two attempts, doubling, with jitter: the queue behind it gets through.
WORTH_RETRYING = ("55P03", "40P01")  # No lock in time; a deadlock. Either way the revision's transaction is undone.


def upgrade(settings: Settings, scripts: Scripts, target: str = "head", deadline: float = math.inf) -> Answer:
    scripts.require(target)
    with locked(settings, deadline) as connection:
        at = revision_of(connection)
        if at not in scripts.order:
            return stay_ahead(connection, at, target)
        steps = scripts.upwards(at, target)
        grant_api_role(connection, settings)
        done = [apply(connection, scripts, step, step.revision, "upgrade") for step in steps]
        if done:
            grant_api_role(connection, settings)
        answer = {"command": "upgrade", "from": at, "to": revision_of(connection), "revisions": done}
        return answer | (index_along(connection, settings) if answer["to"] == scripts.head else {})


def index(settings: Settings, scripts: Scripts, deadline: float = math.inf) -> Answer:
    with locked(settings, deadline) as connection:
        at = known_revision(connection, scripts)
        if at != scripts.head:
            raise MigrationError(f"the database is at {at}, not at the head, {scripts.head}: upgrade it first")
        return {"command": "index", "language": settings.language, **index_posts(connection, settings)}


def downgrade(settings: Settings, scripts: Scripts, target: str, deadline: float = math.inf) -> Answer:
    scripts.require(target)
    with locked(settings, deadline) as connection:
        at = known_revision(connection, scripts)
        steps = scripts.downwards(at, target)
        done = [apply(connection, scripts, step, step.before, "downgrade") for step in steps]
        return {"command": "downgrade", "from": at, "to": revision_of(connection), "revisions": done}


def apply(connection: Connection, scripts: Scripts, step: Step, target: str, direction: str) -> Answer:
    """One revision, up or down. Raises MigrationError, which names it, the statement, and where the database is."""
    limits = limits_of(connection)
    limits.revision, limits.running = str(step), ""
    run = command.upgrade if direction == "upgrade" else command.downgrade
    started, pause = time.monotonic(), FIRST_PAUSE
    logger.info("%s: %s begins", step, direction)
    while True:
        try:
            run(scripts.config(connection=connection), target)
            break
        except Exception as error:  # noqa: BLE001  (whatever a revision raises)
            undo(connection)
            limits.reset()
            waited = time.monotonic() - started
            if sqlstate(error) not in WORTH_RETRYING or waited > PATIENCE or limits.left() < LONGEST_PAUSE:
                raise failure(connection, f"{direction} of {step}", error, limits) from None
            logger.info("%s: %s; trying again", step, describe(error))
        time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  (jitter)
        pause = min(pause * 2, LONGEST_PAUSE)
    seconds = round(time.monotonic() - started, 3)
    logger.info("%s: %s done in %.2f s", step, direction, seconds)
    limits.revision = ""
    return {"revision": step.revision, "what": step.what, "seconds": seconds}


def undo(connection: Connection) -> None:
    """Rolls back; a connection that can't is given up, and the server rolls back."""
    try:
        connection.rollback()
    except DBAPIError:
        connection.invalidate()


def failure(connection: Connection, what: str, error: Exception, limits: Limits) -> MigrationError:
    try:
        at = f"the database is at {revision_of(connection)}"
    except (DBAPIError, MigrationError):
        at = "the database can't be asked where it is"
    out_of_time = " (stopped before the function's time ran out)" if limits.left() < 1.5 * LAST_SECONDS else ""
    return MigrationError(f"{what} failed{out_of_time}: {describe(error)}; {at}")


def stay_ahead(connection: Connection, at: str, target: str) -> Answer:
    """After a rollback of code the database is at a later revision, which expanded the schema: that serves this code.

    Raises MigrationError where the schema lacks something of this code's, so that it can't be a later one.
    """
    if target != "head":
        raise MigrationError(f"the database is at {at}, which this code doesn't know: it can be asked for head only")
    if missing := lacking(connection):
        raise MigrationError(f"the database is at {at}, which this code doesn't know, and lacks {', '.join(missing)}")
    note = "The database is ahead of this code, as after a rollback. Nothing to do: it has all that this code needs."
    logger.info("%s: %s", at, note)
    return {"command": "upgrade", "from": at, "to": at, "revisions": [], "ahead": True, "note": note}


def current(settings: Settings, scripts: Scripts, deadline: float = math.inf) -> Answer:
    with connected(settings, deadline) as connection:
        at = revision_of(connection)
    answer = {"command": "current", "at": at, "head": scripts.head}
    if at not in scripts.order:
        return {**answer, "state": "ahead", "pending": []}
    pending = [describe_step(step) for step in scripts.upwards(at, "head")]
    return {**answer, "state": "behind" if pending else "at head", "pending": pending}


def heads(scripts: Scripts) -> Answer:
    return {"command": "heads", "heads": [scripts.head]}


def history(scripts: Scripts) -> Answer:
    return {"command": "history", "revisions": [describe_step(step) for step in scripts.steps]}


def describe_step(step: Step) -> Answer:
    return {"revision": step.revision, "what": step.what}


def check(settings: Settings, scripts: Scripts, deadline: float = math.inf) -> Answer:
    """Raises MigrationError where the schema is not the models'."""
    with connected(settings, deadline) as connection:
        at = known_revision(connection, scripts)
        if at != scripts.head:
            raise MigrationError(f"the database is at {at}, not at the head, {scripts.head}: upgrade it first")
        if drift := differences(connection):
            raise MigrationError(f"at {at} the schema is not the models': {'; '.join(drift)}")
    return {"command": "check", "at": at, "drift": []}


def sql(settings: Settings, scripts: Scripts, target: str = "head", deadline: float = math.inf) -> Answer:
    """What an upgrade would run. Reads where the database is, and runs nothing."""
    scripts.require(target)
    with connected(settings, deadline) as connection:
        at = known_revision(connection, scripts)
    steps = scripts.upwards(at, target)
    return {"command": "sql", "from": at, "to": steps[-1].revision if steps else at, "sql": script_of(scripts, steps)}


def script_of(scripts: Scripts, steps: list[Step]) -> str:
    if not steps:
        return ""
    config = scripts.config()
    assert isinstance(config.output_buffer, io.StringIO)
    command.upgrade(config, f"{steps[0].before}:{steps[-1].revision}", sql=True)
    return config.output_buffer.getvalue()
