"""The SQL of readiness."""

from sqlalchemy import text
from sqlalchemy.orm import Session


def schema_revisions(db: Session) -> set[str]:
    """The revisions that the database is at: none before the first migration, one after."""
    if db.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return set()
    return set(db.scalars(text("SELECT version_num FROM alembic_version")))
