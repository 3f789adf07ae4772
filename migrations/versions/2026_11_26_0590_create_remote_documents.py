"""create remote_documents

Why: key sets and discovery documents of other servers. What reaches the database has no way out, so the courier fetches
them, and they are kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "c3f0a1d87e42"
down_revision = "a0597b816242"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remote_documents",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(body IS NULL) = (fetched_at IS NULL)", name=op.f("ck_remote_documents_fetched")),
        sa.CheckConstraint("octet_length(body) <= 65536", name=op.f("ck_remote_documents_body")),
        sa.CheckConstraint("octet_length(url) <= 2000", name=op.f("ck_remote_documents_url")),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_remote_documents")),
    )
    op.create_index(
        op.f("ix_remote_documents_due_at"),
        "remote_documents",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("remote_documents")
