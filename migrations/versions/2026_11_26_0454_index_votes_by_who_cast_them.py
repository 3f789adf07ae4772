"""index votes by who cast them

Why: the export of an account lists the votes that a member of staff cast for others. Votes that people cast themselves,
which are nearly all, are left out.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "f182a6b03d57"
down_revision = "e70c94d5f318"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_votes_cast_by_id",
        "votes",
        ["cast_by_id"],
        postgresql_where=sa.text("cast_by_id IS NOT NULL"),
    )


def downgrade() -> None:
    drop_index("ix_votes_cast_by_id", "votes")
