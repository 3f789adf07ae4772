"""index events by xid

Why: the stream is read from a position on, however many events there are.
"""

from migrations.concurrently import create_index, drop_index

revision = "c2e1f7308d42"
down_revision = "b1d0e62f7c31"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_events_xid_id", "events", ["xid", "id"])


def downgrade() -> None:
    drop_index("ix_events_xid_id", "events")
