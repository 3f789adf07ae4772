"""drop the index of post_tags by tag alone

Why: each of the new ones finds a tag's posts, too; the code before finds them there.
"""

from migrations.concurrently import create_index, drop_index

revision = "4376b0595efe"
down_revision = "d9dd6c7e546d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("ix_post_tags_tag_id_post_id", "post_tags")


def downgrade() -> None:
    create_index("ix_post_tags_tag_id_post_id", "post_tags", ["tag_id", "post_id"])
