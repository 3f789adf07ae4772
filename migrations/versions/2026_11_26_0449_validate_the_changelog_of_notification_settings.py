"""validate the changelog of notification_settings

Why: the constraint was added without a look at the rows that there were, so that nobody waited for that. The code
before this writes no choice there but the default.
"""

from alembic import op

from migrations.limits import allow

revision = "29d6b1f4ac83"
down_revision = "f7a3c25d8e10"
branch_labels = None
depends_on = None

NOTIFY = "changelog IN ('at_once', 'daily', 'never')"


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE notification_settings VALIDATE CONSTRAINT ck_notification_settings_changelog")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_notification_settings_changelog"), "notification_settings", type_="check")
    op.create_check_constraint(
        op.f("ck_notification_settings_changelog"), "notification_settings", NOTIFY, postgresql_not_valid=True
    )
