"""The commands of the migration function and of `python -m migrations`: each returns what it did, or raises."""

import io
import logging
import math
import random
import time
from typing import Any

from alembic import command
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.events.copies import adopt_stream
from app.settings.config import Settings
from migrations.autogenerate import COMPARISON
from migrations.connection import connected
from migrations.failure import MigrationError, describe, sqlstate
from migrations.index import index_along, index_posts
from migrations.limits import LAST_SECONDS, Limits, limits_of
from migrations.lock import locked
from migrations.roles import grant_api_role
from migrations.scripts import Scripts, Step
from migrations.session_parameters import set_session_parameters
from migrations.state import current_revision, missing_columns, require_known_revision, schema_drift

logger = logging.getLogger("heed.migrations")

Result = dict[str, Any]
RETRY_SECONDS = 120.0  # One revision is tried again for so long, while somebody holds a lock that it needs.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 8.0  # Between two attempts, doubling, with jitter: the queue behind it gets through.
RETRYABLE = ("55P03", "40P01")  # No lock in time; a deadlock. Either way the revision's transaction is undone.


def upgrade(settings: Settings, scripts: Scripts, target: str = "head", deadline: float = math.inf) -> Result:
    scripts.require_target(target)
    with locked(settings, deadline) as connection:
        at = current_revision(connection)
        scripts.refuse_replaced(at)
        if at not in scripts.order:
            result = accept_newer_schema(connection, at, target)
            set_session_parameters(connection, settings)
            return result
        steps = scripts.steps_up(at, target)
        grant_api_role(connection, settings)
        done = [run_revision(connection, scripts, step, step.revision, "upgrade") for step in steps]
        if done:
            grant_api_role(connection, settings)
        set_session_parameters(connection, settings)
        result = {"command": "upgrade", "from": at, "to": current_revision(connection), "revisions": done}
        if result["to"] != scripts.head:
            return result
        if adopt_stream(connection):
            connection.commit()
            logger.info("this is a copy from another server: the stream of events begins a new count")
        return result | index_along(connection, settings)


def index(settings: Settings, scripts: Scripts, deadline: float = math.inf) -> Result:
    with locked(settings, deadline) as connection:
        at = require_known_revision(connection, scripts)
        if at != scripts.head:
            raise MigrationError(f"the database is at {at}, not at the head, {scripts.head}: upgrade it first")
        return {"command": "index", "language": settings.language, **index_posts(connection, settings)}


def downgrade(settings: Settings, scripts: Scripts, target: str, deadline: float = math.inf) -> Result:
    scripts.require_target(target)
    with locked(settings, deadline) as connection:
        at = require_known_revision(connection, scripts)
        steps = scripts.steps_down(at, target)
        done = [run_revision(connection, scripts, step, step.before, "downgrade") for step in steps]
        return {"command": "downgrade", "from": at, "to": current_revision(connection), "revisions": done}


def run_revision(connection: Connection, scripts: Scripts, step: Step, target: str, direction: str) -> Result:
    """One revision, up or down. Raises MigrationError, which names it, the statement, and where the database is."""
    limits = limits_of(connection)
    limits.revision, limits.running = str(step), ""
    started, pause = time.monotonic(), FIRST_PAUSE
    logger.info("%s: %s begins", step, direction)
    while True:
        try:
            run_alembic(connection, scripts, target, direction)
            break
        except Exception as error:  # noqa: BLE001  (whatever a revision raises)
            roll_back(connection)
            limits.reset()
            waited = time.monotonic() - started
            if sqlstate(error) not in RETRYABLE or waited > RETRY_SECONDS or limits.left() < LONGEST_PAUSE:
                raise explain(connection, f"{direction} of {step}", error, limits) from None
            logger.info("%s: %s; trying again", step, describe(error))
        time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311  (jitter)
        pause = min(pause * 2, LONGEST_PAUSE)
    seconds = round(time.monotonic() - started, 3)
    logger.info("%s: %s done in %.2f s", step, direction, seconds)
    limits.revision = ""
    return {"revision": step.revision, "what": step.what, "seconds": seconds}


def run_alembic(connection: Connection, scripts: Scripts, target: str, direction: str) -> None:
    """As `alembic upgrade` and `alembic downgrade`, which would read all revisions again for each of them."""
    directory = scripts.directory
    way = directory._upgrade_revs if direction == "upgrade" else directory._downgrade_revs
    with EnvironmentContext(
        scripts.config(connection=connection),
        directory,
        fn=lambda at, _: way(target, at),
        destination_rev=target,
    ):
        directory.run_env()


def roll_back(connection: Connection) -> None:
    """Where the connection is lost, it is given up, and the server rolls back by itself."""
    try:
        connection.rollback()
    except DBAPIError:
        connection.invalidate()


def explain(connection: Connection, what: str, error: Exception, limits: Limits) -> MigrationError:
    try:
        at = f"the database is at {current_revision(connection)}"
    except (DBAPIError, MigrationError):
        at = "the database can't be asked where it is"
    out_of_time = " (stopped before the function's time ran out)" if limits.left() < 1.5 * LAST_SECONDS else ""
    return MigrationError(f"{what} failed{out_of_time}: {describe(error)}; {at}")


def accept_newer_schema(connection: Connection, at: str, target: str) -> Result:
    """After the code was rolled back, the database is at a later revision. That one expanded the schema, so this code
    can work with it as well.

    Raises MigrationError where a column of this code's is missing, because a later revision would have kept it.
    """
    if target != "head":
        raise MigrationError(f"the database is at {at}, which this code doesn't know: it can be asked for head only")
    if missing := missing_columns(connection):
        raise MigrationError(f"the database is at {at}, which this code doesn't know, and lacks {', '.join(missing)}")
    note = "The database is ahead of this code, as after a rollback. Nothing to do: it has all that this code needs."
    logger.info("%s: %s", at, note)
    return {"command": "upgrade", "from": at, "to": at, "revisions": [], "ahead": True, "note": note}


def current(settings: Settings, scripts: Scripts, deadline: float = math.inf) -> Result:
    with connected(settings, deadline) as connection:
        at = current_revision(connection)
    scripts.refuse_replaced(at)
    where = {"command": "current", "at": at, "head": scripts.head}
    if at not in scripts.order:
        return {**where, "state": "ahead", "pending": []}
    pending = [describe_step(step) for step in scripts.steps_up(at, "head")]
    return {**where, "state": "behind" if pending else "at head", "pending": pending}


def heads(scripts: Scripts) -> Result:
    return {"command": "heads", "heads": [scripts.head]}


def history(scripts: Scripts) -> Result:
    return {"command": "history", "revisions": [describe_step(step) for step in scripts.steps]}


def describe_step(step: Step) -> Result:
    return {"revision": step.revision, "what": step.what}


def check(
    settings: Settings, scripts: Scripts, deadline: float = math.inf, comparison: dict[str, Any] = COMPARISON
) -> Result:
    """Raises MigrationError where the schema is not the models'."""
    with connected(settings, deadline) as connection:
        at = require_known_revision(connection, scripts)
        if at != scripts.head:
            raise MigrationError(f"the database is at {at}, not at the head, {scripts.head}: upgrade it first")
        if drift := schema_drift(connection, comparison):
            raise MigrationError(f"at {at} the schema is not the models': {'; '.join(drift)}")
    return {"command": "check", "at": at, "drift": []}


def sql(settings: Settings, scripts: Scripts, target: str = "head", deadline: float = math.inf) -> Result:
    """What an upgrade would run. Reads where the database is, and runs nothing."""
    scripts.require_target(target)
    with connected(settings, deadline) as connection:
        at = require_known_revision(connection, scripts)
    steps = scripts.steps_up(at, target)
    return {"command": "sql", "from": at, "to": steps[-1].revision if steps else at, "sql": script_of(scripts, steps)}


def script_of(scripts: Scripts, steps: list[Step]) -> str:
    if not steps:
        return ""
    config = scripts.config()
    assert isinstance(config.output_buffer, io.StringIO)
    command.upgrade(config, f"{steps[0].before}:{steps[-1].revision}", sql=True)
    return config.output_buffer.getvalue()
