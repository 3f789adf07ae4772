"""create webhooks

Why: the team's own tools are told what happens on the board. Each endpoint is a reader of the stream of events, with a
position of its own.
"""

import sqlalchemy as sa
from alembic import op

revision = "e4031952bf64"
down_revision = "d3f20841ae53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("format", sa.Text(), server_default="json", nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("previous_secret", sa.LargeBinary(), nullable=True),
        sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("xid", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("paused_because", sa.Text(), nullable=True),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("format IN ('json', 'slack', 'teams')", name=op.f("ck_webhooks_format")),
        sa.CheckConstraint("paused_because IN ('by_hand', 'failing', 'gone')", name=op.f("ck_webhooks_paused_because")),
        sa.CheckConstraint("cardinality(events) BETWEEN 1 AND 50", name=op.f("ck_webhooks_events")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_webhooks_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
    )
    op.create_index(
        "ix_webhooks_active",
        "webhooks",
        ["id"],
        postgresql_where=sa.text("paused_because IS NULL AND deleted_at IS NULL"),
    )
    op.create_index("ix_webhooks_created_by_id", "webhooks", ["created_by_id"])


def downgrade() -> None:
    op.drop_table("webhooks")
