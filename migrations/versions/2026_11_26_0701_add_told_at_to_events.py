"""add told_at to events

Why: an entry of the changelog that is taken back before anybody had a mail is told when it is published again. Whether
somebody may have one is asked of the event's own row, which a courier locks with the first mail that it takes: what
was counted of other rows could be true no more a moment later, and people were told twice.
"""

import sqlalchemy as sa
from alembic import op

revision = "c27b9d038464"
down_revision = "b16a8c927353"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("events", "told_at")
