"""add changelog to notification_settings

Why: members choose how they hear of what was released. The code before it writes rows without the column, which then
say what everybody gets. The constraint is validated by the next revision, as that reads the whole table.
"""

import sqlalchemy as sa
from alembic import op

revision = "f7a3c25d8e10"
down_revision = "8d52e90b3f61"
branch_labels = None
depends_on = None

NOTIFY = "changelog IN ('at_once', 'daily', 'never')"


def upgrade() -> None:
    op.add_column("notification_settings", sa.Column("changelog", sa.Text(), server_default="at_once", nullable=False))
    op.create_check_constraint(
        op.f("ck_notification_settings_changelog"), "notification_settings", NOTIFY, postgresql_not_valid=True
    )


def downgrade() -> None:
    op.drop_column("notification_settings", "changelog")
