"""add staff_only to comments

Why: staff write notes for each other below a post. A note is hidden as well, so that the code before this, which knows
no notes, shows its text to staff alone and counts it nowhere. The constraint is validated by the next revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "b3a1c07f5e42"
down_revision = "29d6b1f4ac83"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comments", sa.Column("staff_only", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_check_constraint(
        op.f("ck_comments_notes_are_hidden"), "comments", "NOT staff_only OR hidden", postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_column("comments", "staff_only")
