"""create rate_limits

Why: failed sign-ins, sign-ups and posts are limited, and Lambda environments share nothing but the database. The index
finds the rows that have expired.
"""

import sqlalchemy as sa
from alembic import op

revision = "0e73d8b4a1c5"
down_revision = "c25a6f1b9e74"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rate_limits",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_limits")),
    )
    op.create_index("ix_rate_limits_expires_at", "rate_limits", ["expires_at"])


def downgrade() -> None:
    op.drop_table("rate_limits")
