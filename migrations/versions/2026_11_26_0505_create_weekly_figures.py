"""create weekly_figures

Why: the team sees what happened week by week. A week that is over is counted once and kept here, so that the figures of
a year cost no more than those of this week: with a million posts, counting half a year anew took over a second.
"""

import sqlalchemy as sa
from alembic import op

revision = "a0597b816242"
down_revision = "9f486a705131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "weekly_figures",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("seconds_to_first_answer", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_weekly_figures")),
    )


def downgrade() -> None:
    op.drop_table("weekly_figures")
