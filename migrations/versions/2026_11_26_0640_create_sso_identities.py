"""create sso_identities

Why: who signs in through the team's own product is known by what that calls them, its issuer and subject. The address
in its tokens may change or pass to somebody else, so it can't be what leads to the account.
"""

import sqlalchemy as sa
from alembic import op

revision = "c3d81f6e0640"
down_revision = "8e20d7a4c6f1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sso_identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_sso_identities_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_sso_identities")),
    )
    op.create_index(op.f("ix_sso_identities_user_id"), "sso_identities", ["user_id"])


def downgrade() -> None:
    op.drop_table("sso_identities")
