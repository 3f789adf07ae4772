"""drop the index of posts by rank alone

Why: the one of the revision before has the same order; the code before finds that as well.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "f5aec0371b97"
down_revision = "e49dbf260a86"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    drop_index("ix_posts_rank_id", "posts")


def downgrade() -> None:
    create_index("ix_posts_rank_id", "posts", [sa.text(f"({RANK})"), "id"])
