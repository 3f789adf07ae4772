"""add cast_by_id to votes

Why: staff may vote for a member, and the vote says who of them did. The code before this casts each vote for its
caller, which is no one else's doing: null.
"""

import sqlalchemy as sa
from alembic import op

revision = "d5e8073a1b9c"
down_revision = "c94f2be81d06"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("votes", sa.Column("cast_by_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_votes_cast_by_id_users"), "votes", "users", ["cast_by_id"], ["id"], postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_column("votes", "cast_by_id")
