"""validate the scope of sessions

Why: the constraint was added without a look at the rows that there were, so that nobody waited for that. The code
before this writes no scope.
"""

from alembic import op

from migrations.limits import allow

revision = "8e20d7a4c6f1"
down_revision = "5b1f9c07d3e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE sessions VALIDATE CONSTRAINT ck_sessions_scope")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_sessions_scope"), "sessions", type_="check")
    op.create_check_constraint(
        op.f("ck_sessions_scope"), "sessions", "scope IN ('read', 'write', 'read write')", postgresql_not_valid=True
    )
