"""validate that users may be integrations

Why: the constraints were added without a look at the rows that there were, so that nobody waited for that.
"""

from alembic import op

from migrations.limits import allow

revision = "74d0b15e8c9a"
down_revision = "c3a6e92f41b8"
branch_labels = None
depends_on = None

CONSTRAINTS = {
    "ck_users_status": "status IN ('active', 'disabled', 'deleted', 'integration')",
    "ck_users_has_an_address": "(status IN ('deleted', 'integration')) = (email IS NULL)",
}


def upgrade() -> None:
    allow(600)
    for name in CONSTRAINTS:
        op.execute(f"ALTER TABLE users VALIDATE CONSTRAINT {name}")


def downgrade() -> None:
    for name, condition in CONSTRAINTS.items():
        op.drop_constraint(op.f(name), "users", type_="check")
        op.create_check_constraint(op.f(name), "users", condition, postgresql_not_valid=True)
