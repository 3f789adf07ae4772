"""How Alembic reaches the database: with the app's own settings and models, one migration at a time, within limits."""

from alembic import context
from sqlalchemy import Connection

from app.config import load_settings
from app.models import Base
from migrations.connection import connected
from migrations.limits import as_sql, restore
from migrations.lock import locked
from migrations.session_parameters import set_session_parameters


def run_offline() -> None:
    """Writes SQL, for a reader or a linter; touches no database."""
    context.configure(
        dialect_name="postgresql",
        target_metadata=Base.metadata,
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
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        compare_server_default=True,
        on_version_apply=restore,  # type: ignore[arg-type]  # It calls by keyword.
    )
    with context.begin_transaction():
        context.run_migrations()


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
    settings = load_settings()
    open_one = locked if changes_the_schema() else connected
    with open_one(settings) as connection:
        run_online(connection)
        if changes_the_schema():
            set_session_parameters(connection, settings)
