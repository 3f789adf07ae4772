"""drop the index of tags alone

Why: the one of tags with their posts answers all that it did, a tag's deletion included.
"""

from migrations.concurrently import create_index, drop_index

revision = "c3e85b1f9d70"
down_revision = "a94c07e6d258"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("ix_post_tags_tag_id", "post_tags")


def downgrade() -> None:
    create_index("ix_post_tags_tag_id", "post_tags", ["tag_id"])
