"""add version to users

Why: of two admins who change one account at once, the second is told, and nothing is overwritten unseen. The code
before this writes accounts without the column, which then are at their first version, and changes that do not count.
"""

import sqlalchemy as sa
from alembic import op

revision = "b16a8c927353"
down_revision = "c3f0a7d15e92"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("users", sa.Column("version", sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    op.drop_column("users", "version")
