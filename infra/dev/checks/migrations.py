"""The migrations, for `make check`: each is safe, says why, goes up and down; together they make the models' schema."""

import sys

from app.settings.config import Settings
from infra.dev.checks.revisions import faults
from infra.dev.checks.scratch_database import schema_of, scratch_database
from infra.dev.progress import phase
from migrations import runner
from migrations.autogenerate import STRICT_COMPARISON
from migrations.failure import MigrationError
from migrations.lock import locked
from migrations.scripts import Scripts


def main(arguments: list[str]) -> int:
    if arguments:
        sys.exit(f"heed: check takes no arguments ({arguments[0]})")
    try:
        with phase("revisions, one by one"):
            scripts = Scripts()
            found = faults(scripts)
        with phase("up, down and up again"), scratch_database() as settings:
            found += walk(settings, scripts)
            runner.check(settings, scripts, comparison=STRICT_COMPARISON)
    except MigrationError as error:
        found = [str(error)]
    for fault in found:
        print(f"heed: {fault}", file=sys.stderr)
    return 1 if found else 0


def walk(settings: Settings, scripts: Scripts) -> list[str]:
    """Up to the head, down to the base and up again, one revision at a time: the schema must come back each time."""
    schemas = {"base": schema_of(settings)}
    found = []
    with locked(settings) as connection:
        for step in scripts.steps:
            runner.run_revision(connection, scripts, step, step.revision, "upgrade")
            schemas[step.revision] = schema_of(settings)
        for step in reversed(scripts.steps):
            runner.run_revision(connection, scripts, step, step.before, "downgrade")
            found += differences(schemas[step.before], schema_of(settings), f"downgrade of {step.revision}")
    runner.upgrade(settings, scripts)
    return found + differences(schemas[scripts.head], schema_of(settings), "the second upgrade")


def differences(before: list[str], after: list[str], what: str) -> list[str]:
    left = [line for line in after if line not in before]
    lost = [line for line in before if line not in after]
    if not left and not lost:
        return []
    return [f"{what} doesn't bring the schema back: leaves {left or 'nothing'}, loses {lost or 'nothing'}"]
