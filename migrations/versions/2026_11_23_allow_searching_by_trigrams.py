"""allow searching by trigrams

Why: a search with a typo finds nothing by words, but by three letters each. pg_trgm is a trusted extension: the owner
of the schema may create it.
"""

from alembic import op

revision = "8327e4e7e7e6"
down_revision = "6be53faac685"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def downgrade() -> None:
    op.execute("DROP EXTENSION pg_trgm")
