"""Schema changes, run by Alembic at release."""
