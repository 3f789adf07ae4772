"""index post_tags by votes

Why: a tag's posts are found in this order without a look at any other. The code before doesn't use it.
"""

from migrations.concurrently import create_index, drop_index

revision = "3a38f9d0ae00"
down_revision = "8fd8ebed7f06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_post_tags_tag_id_votes_count_post_id", "post_tags", ["tag_id", "votes_count", "post_id"])


def downgrade() -> None:
    drop_index("ix_post_tags_tag_id_votes_count_post_id", "post_tags")
