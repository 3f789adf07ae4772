"""create suppressed_addresses

Why: a provider shuts out who goes on sending to addresses that bounce or complain, so they are remembered. The code
before it sends nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "58e4b09c7da3"
down_revision = "c86f21ad9e57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suppressed_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("reason IN ('bounce', 'complaint')", name=op.f("ck_suppressed_addresses_reason")),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_suppressed_addresses")),
    )


def downgrade() -> None:
    op.drop_table("suppressed_addresses")
