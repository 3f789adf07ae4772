"""create moderation_log

Why: what staff do is recorded where nobody can change it afterwards. A trigger refuses every change, also from the role
that owns the table; its function serves each table that is append-only.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e6295c0f7db3"
down_revision = "1bd84f6e0a27"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moderation_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("target_type", sa.Text(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=False),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_moderation_log_actor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_log")),
    )
    op.create_index(op.f("ix_moderation_log_actor_id"), "moderation_log", ["actor_id"], unique=False)
    op.create_index(
        "ix_moderation_log_target_type_target_id", "moderation_log", ["target_type", "target_id"], unique=False
    )
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER moderation_log_is_append_only BEFORE UPDATE OR DELETE ON moderation_log
        FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """)


def downgrade() -> None:
    op.drop_table("moderation_log")
    op.execute("DROP FUNCTION refuse_change()")
