"""Every table, for what has to know them all: Alembic, and the tests."""

from app.models.base import metadata as metadata
