"""add to post_tags what posts are sorted by

Why: a list of a tag becomes a walk along an index of its own, however many posts there are, and however few of them
have it. The constant defaults take no time, and stand until the rows of before are filled in; the code before reads
none of it.
"""

import sqlalchemy as sa
from alembic import op

revision = "ae12a2f47ade"
down_revision = "5d0c1f7a9e34"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
COLUMNS = {
    "rank": (sa.Double(), "0"),
    "created_at": (INSTANT, "epoch"),
    "votes_count": (sa.Integer(), "0"),
    "comments_count": (sa.Integer(), "0"),
    "updated_at": (INSTANT, "epoch"),
}


def upgrade() -> None:
    for name, (kind, default) in COLUMNS.items():
        op.add_column("post_tags", sa.Column(name, kind, server_default=default, nullable=False))


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("post_tags", name)
