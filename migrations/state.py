"""Where the database is, and whether its schema is what the models say."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from app.models.all import metadata
from migrations.autogenerate import COMPARISON
from migrations.failure import MigrationError
from migrations.scripts import Scripts


def current_revisions(connection: Connection) -> list[str]:
    """What Alembic's own table holds: one revision, or none before the first."""
    rows: list[str] = []
    if connection.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL")):
        rows = sorted(connection.scalars(text("SELECT version_num FROM alembic_version")))
    connection.commit()
    return rows


def current_revision(connection: Connection) -> str:
    """Where the database is; "base" before the first revision. Raises MigrationError for more than one."""
    revisions = current_revisions(connection)
    if len(revisions) > 1:
        raise MigrationError(f"the database is at {len(revisions)} revisions at once: {', '.join(revisions)}")
    [at] = revisions or ["base"]
    return at


def require_known_revision(connection: Connection, scripts: Scripts) -> str:
    """Where the database is. Raises MigrationError where this code has no such revision."""
    at = current_revision(connection)
    scripts.refuse_replaced(at)
    if at not in scripts.order:
        raise MigrationError(f"the database is at {at}, which this code doesn't know: use the code that brought it")
    return at


def own_relations(connection: Connection, kind: str) -> list[str]:
    """Quoted names of the schema's tables ("r") or sequences ("S") that the connection's role owns or the models have.

    An extension's tables belong to whoever installed it, and nobody else can grant rights to them.
    """
    statement = text(
        "SELECT format('%s.%I', relnamespace::regnamespace, relname) FROM pg_class WHERE relkind = :kind "
        "AND relnamespace = current_schema()::regnamespace "
        "AND (pg_has_role(relowner, 'USAGE') OR relname = ANY(:models)) ORDER BY relname"
    )
    return list(connection.scalars(statement, {"kind": kind, "models": list(metadata.tables)}))


def missing_columns(connection: Connection) -> list[str]:
    """The columns of the models that the schema doesn't have."""
    inspector = inspect(connection)
    there = {table: {c["name"] for c in inspector.get_columns(table)} for table in inspector.get_table_names()}
    wanted = {(table.name, column.name) for table in metadata.sorted_tables for column in table.columns}
    return sorted(f"{table}.{column}" for table, column in wanted if column not in there.get(table, ()))


def schema_drift(connection: Connection, comparison: dict[str, Any] = COMPARISON) -> list[str]:
    """What autogenerate would write a revision for, and indexes of our tables that no query can use."""
    context = MigrationContext.configure(connection, opts=comparison)
    drift = [str(difference) for difference in compare_metadata(context, metadata)]
    invalid = connection.scalars(
        text(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class AS t ON t.oid = indrelid "
            "WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace AND relname = ANY(:tables) "
            "ORDER BY 1"
        ),
        {"tables": list(metadata.tables)},
    )
    return drift + [f"invalid index {name}: an interrupted build left it" for name in invalid]
