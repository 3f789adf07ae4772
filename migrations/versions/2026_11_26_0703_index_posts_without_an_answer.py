"""index posts without an answer

Why: the team's start page shows the ideas with the most votes that nobody has answered. In the index of all posts by
votes they stand behind those that were, which are the ones with the most votes.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "d38cae149575"
down_revision = "c27b9d038464"
branch_labels = None
depends_on = None

UNANSWERED = (
    "status = 'open' AND visibility = 'public' AND response IS NULL AND merged_into_id IS NULL AND deleted_at IS NULL"
)


def upgrade() -> None:
    create_index("ix_posts_unanswered", "posts", ["votes_count", "id"], postgresql_where=sa.text(UNANSWERED))


def downgrade() -> None:
    drop_index("ix_posts_unanswered", "posts")
