"""add by_code to sessions

Why: whoever has just signed in with a mailed code may set a new password without the current one. The code before this
opens sessions without the column, by passwords.
"""

import sqlalchemy as sa
from alembic import op

revision = "e5182bd60f37"
down_revision = "a04d7f2ec961"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("by_code", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("sessions", "by_code")
