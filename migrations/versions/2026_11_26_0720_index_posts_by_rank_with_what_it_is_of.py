"""index posts by rank with what it is of

Why: a trending list of a tag passes the posts that don't have it, by the thousand where few have. From the index alone
it passes them for a tenth of what their rows cost, and PostgreSQL reads an expression from the index alone only where
the columns that it is of stand in it, too.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "e49dbf260a86"
down_revision = "d38cae149575"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)


def upgrade() -> None:
    create_index(
        "ix_posts_rank_id_covering",
        "posts",
        [sa.text(f"({RANK})"), "id"],
        postgresql_include=["votes_count", "created_at"],
    )


def downgrade() -> None:
    drop_index("ix_posts_rank_id_covering", "posts")
