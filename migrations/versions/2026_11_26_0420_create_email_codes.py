"""create email_codes

Why: a code that is mailed to an address signs its owner in, verifies the address and stands in for a lost password. The
code before this knows nothing of the table.
"""

import sqlalchemy as sa
from alembic import op

revision = "7be3190c4d58"
down_revision = "58e4b09c7da3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_codes",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(btrim(email))", name=op.f("ck_email_codes_email_normalised")),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_email_codes")),
    )
    op.create_index("uq_email_codes_id_hash", "email_codes", ["id_hash"], unique=True)
    op.create_index("ix_email_codes_expires_at", "email_codes", ["expires_at"])


def downgrade() -> None:
    op.drop_table("email_codes")
