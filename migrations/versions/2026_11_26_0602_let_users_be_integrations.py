"""let users be integrations

Why: what acts by an API key writes under a name of its own, as a row of users that is nobody: it signs in nowhere and
has no address. The code before this writes none. The constraints are looser than those that they replace, and are
validated by the next revision, as that reads the whole table.
"""

from alembic import op

revision = "c3a6e92f41b8"
down_revision = "8e20d7a4c6f1"
branch_labels = None
depends_on = None

accepted = {
    "ban-drop-constraint": "each has a looser one in its place, which takes all that the code before this writes"
}


def upgrade() -> None:
    op.drop_constraint(op.f("ck_users_status"), "users", type_="check")
    op.create_check_constraint(
        op.f("ck_users_status"),
        "users",
        "status IN ('active', 'disabled', 'deleted', 'integration')",
        postgresql_not_valid=True,
    )
    op.create_check_constraint(
        op.f("ck_users_has_an_address"),
        "users",
        "(status IN ('deleted', 'integration')) = (email IS NULL)",
        postgresql_not_valid=True,
    )
    op.drop_constraint(op.f("ck_users_deleted_is_anonymous"), "users", type_="check")


def downgrade() -> None:
    """What acted by a key is then a member who is gone."""
    op.execute("UPDATE users SET status = 'deleted', role = 'member' WHERE status = 'integration'")
    op.create_check_constraint(
        op.f("ck_users_deleted_is_anonymous"),
        "users",
        "(status = 'deleted') = (email IS NULL)",
    )
    op.drop_constraint(op.f("ck_users_has_an_address"), "users", type_="check")
    op.drop_constraint(op.f("ck_users_status"), "users", type_="check")
    op.create_check_constraint(op.f("ck_users_status"), "users", "status IN ('active', 'disabled', 'deleted')")
