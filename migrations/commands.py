"""From a command to the function that does it."""

import math
from typing import Any

from alembic.util import CommandError
from pg8000.exceptions import Error as DriverError
from sqlalchemy.exc import DBAPIError

from app.settings.config import Settings
from migrations import runner
from migrations.events import Ask, Command, Downgrade, Sql, Upgrade
from migrations.failure import MigrationError, describe
from migrations.scripts import Scripts


def run(
    command: Command, settings: Settings, scripts: Scripts | None = None, deadline: float = math.inf
) -> dict[str, Any]:
    """What was done. Raises MigrationError, one line. `deadline`: of time.monotonic()."""
    try:
        return dispatch(command, settings, scripts or Scripts(), deadline)
    except (DBAPIError, DriverError, CommandError) as error:
        raise MigrationError(describe(error)) from None


def dispatch(command: Command, settings: Settings, scripts: Scripts, deadline: float) -> dict[str, Any]:
    match command:
        case Upgrade(revision=target):
            return runner.upgrade(settings, scripts, target, deadline)
        case Downgrade(revision=target):
            return runner.downgrade(settings, scripts, target, deadline)
        case Sql(revision=target):
            return runner.sql(settings, scripts, target, deadline)
        case Ask(command="current"):
            return runner.current(settings, scripts, deadline)
        case Ask(command="check"):
            return runner.check(settings, scripts, deadline)
        case Ask(command="index"):
            return runner.index(settings, scripts, deadline)
        case Ask(command="heads"):
            return runner.heads(scripts)
        case Ask():
            return runner.history(scripts)
