"""The SQL of readiness."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def knows_language(db: Session, language: str) -> bool:
    return bool(db.scalar(text("SELECT true FROM pg_ts_config WHERE cfgname = :name"), {"name": language}))


def schema_revisions(db: Session) -> set[str]:
    """The revisions that the database is at: none before the first migration, one after."""
    if db.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return set()
    return set(db.scalars(text("SELECT version_num FROM alembic_version")))
