"""From a command to the function that does it."""

import math
from typing import Any

from app.config import Settings
from migrations import runner
from migrations.events import Ask, Command, Downgrade, Sql, Upgrade
from migrations.scripts import Scripts


def run(
    command: Command, settings: Settings, scripts: Scripts | None = None, deadline: float = math.inf
) -> dict[str, Any]:
    """What was done. Raises MigrationError, and nothing else that it can foresee. `deadline`: of time.monotonic()."""
    scripts = scripts or Scripts()
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
        case Ask(command="heads"):
            return runner.heads(scripts)
        case Ask():
            return runner.history(scripts)
