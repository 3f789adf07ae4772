"""create status_history

Why: every status and response that the team gave a post stays readable. A trigger refuses every change.
"""

import sqlalchemy as sa
from alembic import op

revision = "d2b7f40a91ce"
down_revision = "e6295c0f7db3"
branch_labels = None
depends_on = None

# These revisions were never released, and the revisions up to this one replace them. A database at the last of the old
# ones has this very schema, so this revision keeps its id. At any other, it is refused. The first release deletes this.
# fmt: off
replaces = [
    "ec88160ca48e", "a4594d3d6056", "0b9f3a7c51de", "506e53754464", "290bd0ebbf46", "530d91ced3ad",
    "d248b14144ef", "58f5ff6a1a6e", "07ec5187b078", "6be53faac685", "8327e4e7e7e6", "d7fd589f0b1e",
    "11e35db7f9b1", "d105c9a3a818", "302a887f97bb", "c98229c8ace9", "f5dab4a2648c", "dec846ff4c70",
    "3c1f0e6ad972", "8d5b27c940ef", "b64e1d83f50a", "e07a92c5b316", "5f2d8e41b7a9", "a94c07e6d258",
    "c3e85b1f9d70",
]
# fmt: on


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
