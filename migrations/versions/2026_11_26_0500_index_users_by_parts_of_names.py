"""index users by parts of their names

Why: an admin looks for a member by a part of the name. Trigrams find it wherever it stands.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "5b04263c1dfd"
down_revision = "4af315280bec"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_users_lower_name",
        "users",
        [sa.func.lower(sa.literal_column("name")).label("lower_name")],
        postgresql_using="gin",
        postgresql_ops={"lower_name": "gin_trgm_ops"},
    )


def downgrade() -> None:
    drop_index("ix_users_lower_name", "users")
