"""add cookie_hash to sessions

Why: who signs in on the board's pages has a session with a cookie, of which only the hash is stored. The code before
this opens sessions without the column, which then have no cookie.
"""

import sqlalchemy as sa
from alembic import op

revision = "3c9f61d8e0b2"
down_revision = "e5182bd60f37"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("cookie_hash", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "cookie_hash")
