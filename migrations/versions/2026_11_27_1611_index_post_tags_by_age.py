"""index post_tags by age

Why: a tag's posts are found in this order without a look at any other. The code before doesn't use it.
"""

from migrations.concurrently import create_index, drop_index

revision = "8fd8ebed7f06"
down_revision = "0a341338779f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_post_tags_tag_id_created_at_post_id", "post_tags", ["tag_id", "created_at", "post_id"])


def downgrade() -> None:
    drop_index("ix_post_tags_tag_id_created_at_post_id", "post_tags")
