"""find the duplicates of a post

Why: a merge asks for them, and so does the foreign key when a post goes. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "302a887f97bb"
down_revision = "d105c9a3a818"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_posts_merged_into_id", "posts", ["merged_into_id"], postgresql_where=sa.text("merged_into_id IS NOT NULL")
    )


def downgrade() -> None:
    drop_index("ix_posts_merged_into_id", "posts")
