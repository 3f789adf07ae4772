"""Where the database is, and whether its schema is what the models say."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from app.models import Base
from migrations.failure import MigrationError
from migrations.scripts import Scripts


def revision_of(connection: Connection) -> str:
    """Where the database is; "base" before the first revision. Raises MigrationError for more than one."""
    rows: list[str] = []
    if connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL")):
        rows = sorted(connection.scalars(text("SELECT version_num FROM alembic_version")))
    connection.commit()
    if len(rows) > 1:
        raise MigrationError(f"the database is at {len(rows)} revisions at once: {', '.join(rows)}")
    return rows[0] if rows else "base"


def known_revision(connection: Connection, scripts: Scripts) -> str:
    at = revision_of(connection)
    if at not in scripts.order:
        raise MigrationError(f"the database is at {at}, which this code doesn't know: use the code that brought it")
    return at


def lacking(connection: Connection) -> list[str]:
    """The columns of the models that the schema doesn't have."""
    inspector = inspect(connection)
    there = {table: {c["name"] for c in inspector.get_columns(table)} for table in inspector.get_table_names()}
    wanted = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
    return sorted(f"{table}.{column}" for table, column in wanted if column not in there.get(table, ()))


def differences(connection: Connection) -> list[str]:
    """What autogenerate would write a revision for, and indexes that no query can use."""
    compared = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found = [str(difference) for difference in compare_metadata(compared, Base.metadata)]
    invalid = connection.scalars(
        text("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid ORDER BY 1")
    )
    return found + [f"invalid index {name}: an interrupted build left it" for name in invalid]
