"""create subscriptions

Why: members follow posts, or choose not to. That choice is a row too, so that a later vote or comment doesn't undo it.
"""

import sqlalchemy as sa
from alembic import op

revision = "1bd84f6e0a27"
down_revision = "a37e04c9b5f8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("subscribed", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("chosen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_from_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_subscriptions_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_subscriptions_user_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["merged_from_id"], ["posts.id"], name=op.f("fk_subscriptions_merged_from_id_posts")),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_user_id"), "subscriptions", ["user_id"])


def downgrade() -> None:
    op.drop_table("subscriptions")
