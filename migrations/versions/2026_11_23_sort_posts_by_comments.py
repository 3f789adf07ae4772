"""sort posts by comments

Why: a list in this order is read from an index, however many posts there are. Built beside the writers.
"""

from migrations.concurrently import create_index, drop_index

revision = "d7fd589f0b1e"
down_revision = "8327e4e7e7e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_posts_comments_count_id", "posts", ["comments_count", "id"])


def downgrade() -> None:
    drop_index("ix_posts_comments_count_id", "posts")
