"""index users by parts of their addresses

Why: an admin looks for a member by a part of the e-mail address, such as the domain of a company.
"""

from migrations.concurrently import create_index, drop_index

revision = "6c15374d2e0e"
down_revision = "5b04263c1dfd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_users_email",
        "users",
        ["email"],
        postgresql_using="gin",
        postgresql_ops={"email": "gin_trgm_ops"},
    )


def downgrade() -> None:
    drop_index("ix_users_email", "users")
