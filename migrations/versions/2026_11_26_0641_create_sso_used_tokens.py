"""create sso_used_tokens

Why: a token of single sign-on is good for one use. Of two that bring the same one at once, the primary key lets one
through, in whichever process they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "d4e92a7f0641"
down_revision = "c3d81f6e0640"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sso_used_tokens",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sso_used_tokens")),
    )
    op.create_index(op.f("ix_sso_used_tokens_expires_at"), "sso_used_tokens", ["expires_at"])


def downgrade() -> None:
    op.drop_table("sso_used_tokens")
