"""create changelog_posts

Why: an entry of the changelog names the posts that it answers, whose followers are told of it. The code before it has
no changelog.
"""

import sqlalchemy as sa
from alembic import op

revision = "8d52e90b3f61"
down_revision = "c14f8a6e07b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changelog_posts",
        sa.Column("entry_id", sa.BigInteger(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["changelog_entries.id"],
            name=op.f("fk_changelog_posts_entry_id_changelog_entries"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_changelog_posts_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "post_id", name=op.f("pk_changelog_posts")),
    )
    op.create_index("ix_changelog_posts_post_id", "changelog_posts", ["post_id"], unique=False)


def downgrade() -> None:
    op.drop_table("changelog_posts")
