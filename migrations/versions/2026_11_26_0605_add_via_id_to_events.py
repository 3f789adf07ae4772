"""add via_id to events

Why: what an integration does in a member's place is the member's, and the event says through whom. The code before this
writes events of those who acted themselves: null.
"""

import sqlalchemy as sa
from alembic import op

revision = "e94b7206d1fc"
down_revision = "1f8c5d27ba60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("via_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_events_via_id_users"), "events", "users", ["via_id"], ["id"], postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_column("events", "via_id")
