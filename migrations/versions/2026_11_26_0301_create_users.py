"""create users

Why: members, moderators and admins sign in with an email address and a password. An erased account keeps its row
without the address, because posts and the moderation log refer to it. The index of admins tells whether one is the
last.
"""

import sqlalchemy as sa
from alembic import op

revision = "3f86b2d05c1a"
down_revision = "7d1c0a94e2b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), server_default="member", nullable=False),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("role IN ('member', 'moderator', 'admin')", name=op.f("ck_users_role")),
        sa.CheckConstraint("status IN ('active', 'disabled', 'deleted')", name=op.f("ck_users_status")),
        sa.CheckConstraint("(status = 'deleted') = (email IS NULL)", name=op.f("ck_users_deleted_is_anonymous")),
        sa.CheckConstraint("email = lower(btrim(email))", name=op.f("ck_users_email_normalised")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index("uq_users_email", "users", ["email"], unique=True)
    op.create_index("ix_users_admins", "users", ["id"], postgresql_where=sa.text("role = 'admin'"))


def downgrade() -> None:
    op.drop_table("users")
