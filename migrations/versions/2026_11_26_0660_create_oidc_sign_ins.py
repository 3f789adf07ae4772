"""create oidc_sign_ins

Why: who signs in by OpenID Connect goes away to a provider and comes back, and the function that serves pages has no
way out: what it needs of the provider is asked for here, and answered here by the courier. The code before this knows
nothing of the table.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c3f0a7d15e92"
down_revision = "d4e92a7f0641"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "oidc_sign_ins",
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("carried", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("verifier", sa.Text(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(code IS NULL) = (verifier IS NULL)", name=op.f("ck_oidc_sign_ins_code_and_verifier")),
        sa.CheckConstraint(
            "code IS NULL OR (returned_at IS NOT NULL AND taken_at IS NULL)",
            name=op.f("ck_oidc_sign_ins_code_until_taken"),
        ),
        sa.CheckConstraint(
            "(taken_at IS NULL) = (lease_token IS NULL)", name=op.f("ck_oidc_sign_ins_taken_with_a_lease")
        ),
        sa.CheckConstraint(
            "answer IS NULL OR taken_at IS NOT NULL", name=op.f("ck_oidc_sign_ins_answer_to_what_was_taken")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_oidc_sign_ins_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_oidc_sign_ins")),
    )
    op.create_index("ix_oidc_sign_ins_expires_at", "oidc_sign_ins", ["expires_at"])
    op.create_index("ix_oidc_sign_ins_user_id", "oidc_sign_ins", ["user_id"])
    op.create_index(
        "ix_oidc_sign_ins_returned_at",
        "oidc_sign_ins",
        ["returned_at"],
        postgresql_where=sa.text("code IS NOT NULL"),
    )
    op.create_index("uq_oidc_sign_ins_lease_token", "oidc_sign_ins", ["lease_token"], unique=True)


def downgrade() -> None:
    op.drop_table("oidc_sign_ins")
