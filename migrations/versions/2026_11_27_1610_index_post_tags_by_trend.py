"""index post_tags by trend

Why: a tag's posts are found in this order without a look at any other. The code before doesn't use it.
"""

from migrations.concurrently import create_index, drop_index

revision = "0a341338779f"
down_revision = "78415a17ed46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_post_tags_tag_id_rank_post_id", "post_tags", ["tag_id", "rank", "post_id"])


def downgrade() -> None:
    drop_index("ix_post_tags_tag_id_rank_post_id", "post_tags")
