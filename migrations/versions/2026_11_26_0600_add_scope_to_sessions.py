"""add scope to sessions

Why: a sign-in that somebody else vouches for is good for less than one at the board, also after a refresh. The code
before this writes sessions without the column: these are full sign-ins. The constraint is validated by the next
revision, as that reads the whole table.
"""

import sqlalchemy as sa
from alembic import op

revision = "5b1f9c07d3e2"
down_revision = "c3f0a1d87e42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("scope", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_sessions_scope"), "sessions", "scope IN ('read', 'write', 'read write')", postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_column("sessions", "scope")
