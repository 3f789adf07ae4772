"""index post_tags by change

Why: a tag's posts are found in this order without a look at any other. The code before doesn't use it.
"""

from migrations.concurrently import create_index, drop_index

revision = "d9dd6c7e546d"
down_revision = "03adccfa5a5b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_post_tags_tag_id_updated_at_post_id", "post_tags", ["tag_id", "updated_at", "post_id"])


def downgrade() -> None:
    drop_index("ix_post_tags_tag_id_updated_at_post_id", "post_tags")
