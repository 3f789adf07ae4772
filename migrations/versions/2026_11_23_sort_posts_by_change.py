"""sort posts by change

Why: a list in this order is read from an index, however many posts there are. Built beside the writers.
"""

from migrations.concurrently import create_index, drop_index

revision = "11e35db7f9b1"
down_revision = "d7fd589f0b1e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_posts_updated_at_id", "posts", ["updated_at", "id"])


def downgrade() -> None:
    drop_index("ix_posts_updated_at_id", "posts")
