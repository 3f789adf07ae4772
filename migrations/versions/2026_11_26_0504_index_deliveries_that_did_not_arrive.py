"""index deliveries that did not arrive

Why: an admin sees which mails failed and why, the latest first. Those that arrived, nearly all, are left out.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "9f486a705131"
down_revision = "8e37596f4020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_deliveries_undelivered",
        "deliveries",
        ["status", "id"],
        postgresql_where=sa.text("status IN ('failed', 'bounced', 'suppressed')"),
    )


def downgrade() -> None:
    drop_index("ix_deliveries_undelivered", "deliveries")
