"""index post_tags by comments

Why: a tag's posts are found in this order without a look at any other. The code before doesn't use it.
"""

from migrations.concurrently import create_index, drop_index

revision = "03adccfa5a5b"
down_revision = "3a38f9d0ae00"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_post_tags_tag_id_comments_count_post_id", "post_tags", ["tag_id", "comments_count", "post_id"])


def downgrade() -> None:
    drop_index("ix_post_tags_tag_id_comments_count_post_id", "post_tags")
