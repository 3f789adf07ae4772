"""drop ix_moderation_log_actor_id

Why: ix_moderation_log_actor_id_id serves what it served, also for the code before this.
"""

from migrations.concurrently import create_index, drop_index

revision = "4af315280bec"
down_revision = "39e20417fadb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("ix_moderation_log_actor_id", "moderation_log")


def downgrade() -> None:
    create_index("ix_moderation_log_actor_id", "moderation_log", ["actor_id"])
