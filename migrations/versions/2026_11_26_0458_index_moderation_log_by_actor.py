"""index moderation_log by actor

Why: the log is read by who did it, the latest first. The next revision drops the index of the actor alone.
"""

from migrations.concurrently import create_index, drop_index

revision = "39e20417fadb"
down_revision = "28d1f306e9ca"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_moderation_log_actor_id_id",
        "moderation_log",
        ["actor_id", "id"],
    )


def downgrade() -> None:
    drop_index("ix_moderation_log_actor_id_id", "moderation_log")
