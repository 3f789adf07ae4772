"""index users who are disabled

Why: an admin lists the accounts that are disabled, which are few among all.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "8e37596f4020"
down_revision = "7d26485e3f1f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_users_disabled",
        "users",
        ["id"],
        postgresql_where=sa.text("status = 'disabled'"),
    )


def downgrade() -> None:
    drop_index("ix_users_disabled", "users")
