"""index status_history by time

Why: the team's figures count the answers of the last weeks, and read those alone.
"""

from migrations.concurrently import create_index, drop_index

revision = "17c0e2f5d8b9"
down_revision = "06b9d1e4c7a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_status_history_created_at",
        "status_history",
        ["created_at"],
    )


def downgrade() -> None:
    drop_index("ix_status_history_created_at", "status_history")
