"""drop the index of posts by rank with what it is of

Why: the one of the revision before has the same order in less space.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "d426627bd885"
down_revision = "736d8b984d14"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    drop_index("ix_posts_rank_id_covering", "posts")


def downgrade() -> None:
    create_index(
        "ix_posts_rank_id_covering",
        "posts",
        [sa.text(f"({RANK})"), "id"],
        postgresql_include=["votes_count", "created_at"],
    )
