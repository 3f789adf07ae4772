"""add email_verified to users

Why: a board may want posts and votes from verified addresses only. The code before this writes accounts without the
column, which are then unverified, as they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "a04d7f2ec961"
down_revision = "7be3190c4d58"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("email_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("users", "email_verified")
