"""sort answered posts by rank

Why: as for their date, since what is new ranks high: of a million posts, the walk took 20 ms. By votes, comments or
change the answered stand among the first, and need no index of their own. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "b64e1d83f50a"
down_revision = "8d5b27c940ef"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    create_index(
        "ix_posts_status_rank_id",
        "posts",
        ["status", sa.text(f"({RANK})"), "id"],
        postgresql_where=sa.text("status <> 'open'"),
    )


def downgrade() -> None:
    drop_index("ix_posts_status_rank_id", "posts")
