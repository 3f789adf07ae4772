"""How Alembic reaches the database: with the app's own settings and models, one migration at a time, within limits."""

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection

from app.models.all import metadata
from app.settings.config import load_settings
from migrations.autogenerate import COMPARISON, STRICT_COMPARISON
from migrations.connection import connected
from migrations.failure import MigrationError
from migrations.limits import as_sql, restore
from migrations.lock import locked
from migrations.scripts import refuse_replaced
from migrations.session_parameters import set_session_parameters
from migrations.state import current_revisions


def run_offline() -> None:
    """Writes SQL, for a reader or a linter; touches no database."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=metadata,
        literal_binds=True,
        transaction_per_migration=True,
        on_version_apply=restore,  # type: ignore[arg-type]  # It calls by keyword.
    )
    context.execute(as_sql())
    with context.begin_transaction():
        context.run_migrations()


def run_online(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        transaction_per_migration=True,
        on_version_apply=restore,  # type: ignore[arg-type]  # It calls by keyword.
        **(STRICT_COMPARISON if context.config.attributes.get("strict") else COMPARISON),
    )
    with context.begin_transaction():
        context.run_migrations()


def run_for_the_command_line() -> None:
    """Connects for `alembic` itself, which shows a CommandError as one line."""
    settings = load_settings()
    open_one = locked if changes_the_schema() else connected
    try:
        with open_one(settings) as connection:
            for at in current_revisions(connection):
                refuse_replaced(at, context.script.walk_revisions())
            run_online(connection)
            if changes_the_schema():
                set_session_parameters(connection, settings)
    except MigrationError as error:
        raise CommandError(str(error)) from None


def changes_the_schema() -> bool:
    """Alembic tells a destination to the commands that go somewhere, and none to `current`, `check` and `revision`."""
    try:
        context.get_revision_argument()
    except KeyError:
        return False
    return True


if context.is_offline_mode():
    run_offline()
elif runner := context.config.attributes.get("connection"):
    run_online(runner)  # migrations/runner.py has taken the lock.
else:
    run_for_the_command_line()
