"""find the votes that a merge moved

Why: undoing a merge takes them back. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "c98229c8ace9"
down_revision = "302a887f97bb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_votes_merged_from_id", "votes", ["merged_from_id"], postgresql_where=sa.text("merged_from_id IS NOT NULL")
    )


def downgrade() -> None:
    drop_index("ix_votes_merged_from_id", "votes")
