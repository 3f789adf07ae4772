"""create comments

Why: members talk below a post. The first index reads a post's comments in their order, the second the comments of an
account that is exported or erased, and the partial one those that a merge moved.
"""

import sqlalchemy as sa
from alembic import op

revision = "28c7f5a0e1d9"
down_revision = "d90b3e7c4f16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hidden", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_from_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_comments_post_id_posts")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_comments_author_id_users")),
        sa.ForeignKeyConstraint(["merged_from_id"], ["posts.id"], name=op.f("fk_comments_merged_from_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index("ix_comments_post_id_id", "comments", ["post_id", "id"])
    op.create_index("ix_comments_author_id", "comments", ["author_id"])
    merged = sa.text("merged_from_id IS NOT NULL")
    op.create_index("ix_comments_merged_from_id", "comments", ["merged_from_id"], postgresql_where=merged)


def downgrade() -> None:
    op.drop_table("comments")
