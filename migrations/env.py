"""How Alembic reaches the database: with the app's own settings and its own models."""

from alembic import context
from sqlalchemy import Connection

from app.config import load_settings
from app.database import create_database_engine
from app.models import Base

LOCK_TIMEOUT = "5s"  # A migration that waits for a lock makes everybody behind it wait.
STATEMENT_TIMEOUT = "60s"


def run_offline() -> None:
    """Writes SQL to standard output, for a reader or a linter; touches no database."""
    context.configure(dialect_name="postgresql", target_metadata=Base.metadata, literal_binds=True)
    with context.begin_transaction():
        context.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        context.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'")
        context.run_migrations()


def run_online(connection: Connection) -> None:
    connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    connection.exec_driver_sql(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'")
    connection.commit()
    context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    engine = create_database_engine(load_settings())
    with engine.connect() as connection:
        run_online(connection)
    engine.dispose()
