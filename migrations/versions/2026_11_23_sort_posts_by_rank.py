"""sort posts by rank

Why: a list in this order is read from an index, however many posts there are. The formula and its source are in
app/models/posts.py. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "d105c9a3a818"
down_revision = "11e35db7f9b1"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    create_index("ix_posts_rank_id", "posts", [sa.text(f"({RANK})"), "id"])


def downgrade() -> None:
    drop_index("ix_posts_rank_id", "posts")
