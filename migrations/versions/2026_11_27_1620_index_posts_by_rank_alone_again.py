"""index posts by rank alone again

Why: what the rank is of stood beside it for the lists of tags, which passed other posts by the thousand. They don't any
more, and all else reads the rows. The code before finds this order, too, if slower for its lists of tags.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "736d8b984d14"
down_revision = "4376b0595efe"
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
