"""create votes

Why: a member has one vote on a post, which the primary key guarantees. The partial index finds the votes that a merge
moved, so that undoing the merge can give them back.
"""

import sqlalchemy as sa
from alembic import op

revision = "d90b3e7c4f16"
down_revision = "64a9e15f0b82"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_from_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_votes_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["merged_from_id"], ["posts.id"], name=op.f("fk_votes_merged_from_id_posts")),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_votes")),
    )
    op.create_index(op.f("ix_votes_user_id"), "votes", ["user_id"])
    op.create_index(
        "ix_votes_merged_from_id", "votes", ["merged_from_id"], postgresql_where=sa.text("merged_from_id IS NOT NULL")
    )


def downgrade() -> None:
    op.drop_table("votes")
