"""index moderation_log by action

Why: the log is read by what was done, the latest first, also where that was done seldom.
"""

from migrations.concurrently import create_index, drop_index

revision = "28d1f306e9ca"
down_revision = "17c0e2f5d8b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_moderation_log_action_id",
        "moderation_log",
        ["action", "id"],
    )


def downgrade() -> None:
    drop_index("ix_moderation_log_action_id", "moderation_log")
