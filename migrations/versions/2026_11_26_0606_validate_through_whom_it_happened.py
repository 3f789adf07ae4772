"""validate through whom it happened

Why: the foreign key was added without a look at the events that there were, so that nobody waited for that.
"""

from alembic import op

from migrations.limits import allow

revision = "6a37f0c8e5d4"
down_revision = "e94b7206d1fc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE events VALIDATE CONSTRAINT fk_events_via_id_users")


def downgrade() -> None:
    op.drop_constraint(op.f("fk_events_via_id_users"), "events", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_events_via_id_users"), "events", "users", ["via_id"], ["id"], postgresql_not_valid=True
    )
