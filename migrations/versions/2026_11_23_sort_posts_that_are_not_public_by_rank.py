"""sort posts that are not public by rank

Why: staff who open what is pending get it in the order of every list, by trend: with 1,000 of a million posts pending,
each page read and sorted them all (5 ms). Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "5f2d8e41b7a9"
down_revision = "e07a92c5b316"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    create_index(
        "ix_posts_visibility_rank_id",
        "posts",
        ["visibility", sa.text(f"({RANK})"), "id"],
        postgresql_where=sa.text("visibility <> 'public'"),
    )


def downgrade() -> None:
    drop_index("ix_posts_visibility_rank_id", "posts")
