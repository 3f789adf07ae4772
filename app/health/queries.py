"""Reading what readiness depends on."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ARRAY, Connection, Text, bindparam, text

# An extension's parameter is in pg_settings only once its library is loaded.
STATE = text("""
    SELECT to_regclass('alembic_version') IS NOT NULL AS is_migrated,
           EXISTS (SELECT FROM pg_ts_config WHERE cfgname = :language) AS knows_language,
           array(
               SELECT coalesce(setting, current_setting(name, true), '')
               FROM unnest(:names) WITH ORDINALITY AS wanted (name, position) LEFT JOIN pg_settings USING (name)
               ORDER BY position
           ) AS parameters
""").bindparams(bindparam("names", type_=ARRAY(Text)))


class DatabaseState(NamedTuple):
    """`is_migrated`: whether there was ever a migration. `parameters`: "" for one that the server doesn't know."""

    is_migrated: bool
    knows_language: bool
    parameters: dict[str, str]


def database_state(db: Connection, names: Sequence[str], language: str) -> DatabaseState:
    """`names`: of the server's parameters. `language`: of a text search configuration."""
    row = db.execute(STATE, {"names": list(names), "language": language}).one()
    return DatabaseState(row.is_migrated, row.knows_language, dict(zip(names, row.parameters, strict=True)))


def schema_revisions(db: Connection) -> set[str]:
    """The revisions that the database is at: one after the first migration, before which there is no such table."""
    return set(db.scalars(text("SELECT version_num FROM alembic_version")))
