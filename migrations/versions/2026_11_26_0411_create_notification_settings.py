"""create notification_settings

Why: each member chooses what to be told of at once, once a day, or never. Who has no row gets the defaults, so the code
before it, which writes none, makes no member without an answer.
"""

import sqlalchemy as sa
from alembic import op

revision = "c86f21ad9e57"
down_revision = "3b7de0c5f418"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification_settings",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status_changes", sa.Text(), server_default="at_once", nullable=False),
        sa.Column("comments", sa.Text(), server_default="daily", nullable=False),
        sa.Column("merges", sa.Text(), server_default="at_once", nullable=False),
        sa.Column("new_posts", sa.Text(), server_default="daily", nullable=False),
        sa.Column("pending_posts", sa.Text(), server_default="at_once", nullable=False),
        sa.CheckConstraint("comments IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_settings_comments")),
        sa.CheckConstraint("merges IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_settings_merges")),
        sa.CheckConstraint(
            "new_posts IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_settings_new_posts")
        ),
        sa.CheckConstraint(
            "pending_posts IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_settings_pending_posts")
        ),
        sa.CheckConstraint(
            "status_changes IN ('at_once', 'daily', 'never')", name=op.f("ck_notification_settings_status_changes")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_settings_user_id_users")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_settings")),
    )


def downgrade() -> None:
    op.drop_table("notification_settings")
