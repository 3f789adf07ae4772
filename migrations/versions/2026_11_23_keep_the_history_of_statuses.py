"""keep the history of statuses

Why: what the team answered is not to be rewritten, so each answer is a row that nobody changes. A new table, which the
code before it doesn't know.
"""

import sqlalchemy as sa
from alembic import op

revision = "530d91ced3ad"
down_revision = "290bd0ebbf46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "status_history",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'planned', 'started', 'completed', 'declined')", name=op.f("ck_status_history_status")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_status_history_post_id_posts")),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_status_history_actor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_history")),
    )
    op.create_index("ix_status_history_post_id_id", "status_history", ["post_id", "id"])
    op.create_index(op.f("ix_status_history_actor_id"), "status_history", ["actor_id"])
    op.execute("""
        CREATE TRIGGER status_history_is_append_only BEFORE UPDATE OR DELETE ON status_history
        FOR EACH ROW EXECUTE FUNCTION refuse_change()
    """)


def downgrade() -> None:
    op.drop_table("status_history")
