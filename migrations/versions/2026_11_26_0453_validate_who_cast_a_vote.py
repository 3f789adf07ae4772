"""validate who cast a vote

Why: the foreign key was added without a look at the votes that there were, so that nobody waited for that.
"""

from alembic import op

from migrations.limits import allow

revision = "e70c94d5f318"
down_revision = "d5e8073a1b9c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow(600)
    op.execute("ALTER TABLE votes VALIDATE CONSTRAINT fk_votes_cast_by_id_users")


def downgrade() -> None:
    op.drop_constraint(op.f("fk_votes_cast_by_id_users"), "votes", type_="foreignkey")
    op.create_foreign_key(
        op.f("fk_votes_cast_by_id_users"), "votes", "users", ["cast_by_id"], ["id"], postgresql_not_valid=True
    )
