"""validate the language of users

Why: the constraint was added without a look at the rows that there were, so that nobody waited for that. The code
before this writes no language.
"""

from alembic import op

from migrations.limits import allow

revision = "47b1fc905d3e"
down_revision = "d6e8402b7a19"
branch_labels = None
depends_on = None

LANGUAGE = "language IN ('en', 'de', 'fr', 'es', 'pt', 'ja', 'ar')"


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_users_language")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_users_language"), "users", type_="check")
    op.create_check_constraint(op.f("ck_users_language"), "users", LANGUAGE, postgresql_not_valid=True)
