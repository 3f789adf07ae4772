"""add counted_until to weekly_figures

Why: the running week is counted once a day, too, so that on a Sunday its figures cost no more than on a Monday. What is
kept already is counted to its week's end: NULL. The code before inserts such rows only; where it serves again after a
release that failed, it shows the week that ran meanwhile as far as it was counted, until this code goes on with it.
"""

import sqlalchemy as sa
from alembic import op

revision = "b0154c796622"
down_revision = "17c0e2593db9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("weekly_figures", sa.Column("counted_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("weekly_figures", "counted_until")
