"""index votes by time

Why: the team's figures count the votes of the last weeks, and read those alone. Copies that merges made are left
out, as they are no votes of that time.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "06b9d1e4c7a8"
down_revision = "f182a6b03d57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_votes_created_at",
        "votes",
        ["created_at"],
        postgresql_where=sa.text("merged_from_id IS NULL"),
    )


def downgrade() -> None:
    drop_index("ix_votes_created_at", "votes")
