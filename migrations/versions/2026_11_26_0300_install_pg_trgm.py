"""install pg_trgm

Why: search compares titles by their trigrams, so that a word with a typo is found. pg_trgm is a trusted extension: the
owner of the schema may install it. It comes first, so that a role without that right fails before any table is there.
"""

from alembic import op

revision = "7d1c0a94e2b6"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def downgrade() -> None:
    op.execute("DROP EXTENSION pg_trgm")
