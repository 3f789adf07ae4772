"""A release, or an operator, to Alembic."""

from handler.migrate.release import handle as handler

__all__ = ["handler"]
