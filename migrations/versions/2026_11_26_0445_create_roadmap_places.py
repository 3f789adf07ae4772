"""create roadmap_places

Why: staff put the posts of the roadmap in order. The code before it knows no roadmap, and writes no place.
"""

import sqlalchemy as sa
from alembic import op

revision = "5e0b73d9a2c4"
down_revision = "9c4e7a10b2d8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roadmap_places",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('planned', 'started', 'completed')", name=op.f("ck_roadmap_places_status")),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_roadmap_places_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_roadmap_places")),
    )
    op.create_index("ix_roadmap_places_status_position", "roadmap_places", ["status", "position"], unique=False)


def downgrade() -> None:
    op.drop_table("roadmap_places")
