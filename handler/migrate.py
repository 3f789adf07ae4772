"""A release, or an operator, to Alembic."""

from migrations.release import handle as handler

__all__ = ["handler"]
