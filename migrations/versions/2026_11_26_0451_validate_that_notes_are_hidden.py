"""validate that notes are hidden

Why: the constraint was added without a look at the rows that there were. The code before this writes no notes.
"""

from alembic import op

from migrations.limits import allow

revision = "c94f2be81d06"
down_revision = "b3a1c07f5e42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE comments VALIDATE CONSTRAINT ck_comments_notes_are_hidden")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_comments_notes_are_hidden"), "comments", type_="check")
    op.create_check_constraint(
        op.f("ck_comments_notes_are_hidden"), "comments", "NOT staff_only OR hidden", postgresql_not_valid=True
    )
