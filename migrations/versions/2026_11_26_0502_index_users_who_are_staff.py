"""index users who are staff

Why: an admin lists the team, which is few among the members, whom a walk through all would meet.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "7d26485e3f1f"
down_revision = "6c15374d2e0e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_users_staff",
        "users",
        ["id"],
        postgresql_where=sa.text("role <> 'member'"),
    )


def downgrade() -> None:
    drop_index("ix_users_staff", "users")
