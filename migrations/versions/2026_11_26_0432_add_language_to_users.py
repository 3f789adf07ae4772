"""add language to users

Why: a member may choose the language of the pages and mails. The code before this writes accounts without the column:
nothing is chosen there. The constraint is validated by the next revision, as that reads the whole table.
"""

import sqlalchemy as sa
from alembic import op

revision = "d6e8402b7a19"
down_revision = "90ad27c4f1e5"
branch_labels = None
depends_on = None

LANGUAGE = "language IN ('en', 'de', 'fr', 'es', 'pt', 'ja', 'ar')"


def upgrade() -> None:
    op.add_column("users", sa.Column("language", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_users_language"), "users", LANGUAGE, postgresql_not_valid=True)


def downgrade() -> None:
    op.drop_column("users", "language")
