"""add xid to events

Why: the stream of events is read in an order in which nothing turns up behind what was read already. Ids are no such
order, the ids of transactions are one for all those that are over. What is there already has 0: its writers are done.
"""

import sqlalchemy as sa
from alembic import op

revision = "b1d0e62f7c31"
down_revision = "6a37f0c8e5d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("xid", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("events", "xid", server_default=sa.text("pg_current_xact_id()::text::bigint"))


def downgrade() -> None:
    op.drop_column("events", "xid")
