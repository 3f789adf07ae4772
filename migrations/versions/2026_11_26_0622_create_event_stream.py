"""create event_stream

Why: a position in the stream that is older than what is kept, or that another server's transaction ids made, is to be
refused, and not to skip anything silently.
"""

import sqlalchemy as sa
from alembic import op

revision = "d3f20841ae53"
down_revision = "c2e1f7308d42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_stream",
        sa.Column("id", sa.BigInteger(), autoincrement=False, server_default="1", nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("swept_xid", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("swept_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_event_stream_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_stream")),
    )


def downgrade() -> None:
    op.drop_table("event_stream")
