"""create changelog_entries

Why: the team tells what it released, now or at an hour. The code before it has no changelog.
"""

import sqlalchemy as sa
from alembic import op

revision = "c14f8a6e07b9"
down_revision = "5e0b73d9a2c4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changelog_entries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("publisher_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completes", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_changelog_entries_author_id_users")),
        sa.ForeignKeyConstraint(["publisher_id"], ["users.id"], name=op.f("fk_changelog_entries_publisher_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changelog_entries")),
    )
    op.create_index(op.f("ix_changelog_entries_author_id"), "changelog_entries", ["author_id"], unique=False)
    op.create_index(op.f("ix_changelog_entries_publisher_id"), "changelog_entries", ["publisher_id"], unique=False)
    op.create_index("ix_changelog_entries_published_at_id", "changelog_entries", ["published_at", "id"], unique=False)
    op.create_index(
        "ix_changelog_entries_to_tell",
        "changelog_entries",
        ["published_at"],
        unique=False,
        postgresql_where=sa.text("event_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("changelog_entries")
