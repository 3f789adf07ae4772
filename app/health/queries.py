"""Reading what readiness depends on."""

from collections.abc import Sequence

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.orm import Session

# An extension's parameter is in pg_settings only once its library is loaded.
SESSION = text("""
    SELECT to_regclass('alembic_version') IS NOT NULL, array(
        SELECT coalesce(setting, current_setting(name, true), '')
        FROM unnest(:names) WITH ORDINALITY AS wanted (name, position) LEFT JOIN pg_settings USING (name)
        ORDER BY position
    )
""").bindparams(bindparam("names", type_=ARRAY(Text)))


def session_state(db: Session, names: Sequence[str]) -> tuple[bool, dict[str, str]]:
    """Whether there was ever a migration; the server's parameters of these names, "" for one that it doesn't know."""
    migrated, found = db.execute(SESSION, {"names": list(names)}).one()
    return migrated, dict(zip(names, found, strict=True))


def knows_language(db: Session, language: str) -> bool:
    return bool(db.scalar(text("SELECT true FROM pg_ts_config WHERE cfgname = :name"), {"name": language}))


def schema_revisions(db: Session) -> set[str]:
    """The revisions that the database is at: one after the first migration, before which there is no such table."""
    return set(db.scalars(text("SELECT version_num FROM alembic_version")))
