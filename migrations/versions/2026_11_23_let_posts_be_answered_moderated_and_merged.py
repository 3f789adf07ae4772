"""let posts be answered, moderated and merged

Why: statuses, comments, moderation, merging and deletion all tell something about a post. The columns have constant
defaults, which no row has to be rewritten for, and the code before them leaves them alone; the constraints are checked
for new rows only, until the next revision has looked at the old ones.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "07ec5187b078"
down_revision = "58f5ff6a1a6e"
branch_labels = None
depends_on = None

COLUMNS = (
    "deleted_at",
    "version",
    "comments_count",
    "merged_into_id",
    "locked",
    "visibility",
    "responded_at",
    "response",
    "status",
    "language",
)
CHECKS = {
    "ck_posts_comments_count": "comments_count >= 0",
    "ck_posts_status": "status IN ('open', 'planned', 'started', 'completed', 'declined')",
    "ck_posts_visibility": "visibility IN ('public', 'pending', 'hidden')",
    "ck_posts_merged_into_another": "merged_into_id <> id",
}
REFERENCES = {"posts": "merged_into_id", "votes": "merged_from_id"}


def upgrade() -> None:
    english = sa.text("'english'::regconfig")
    op.add_column("posts", sa.Column("language", postgresql.REGCONFIG(), server_default=english, nullable=False))
    op.add_column("posts", sa.Column("status", sa.Text(), server_default="open", nullable=False))
    op.add_column("posts", sa.Column("response", sa.Text(), nullable=True))
    op.add_column("posts", sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("posts", sa.Column("visibility", sa.Text(), server_default="public", nullable=False))
    op.add_column("posts", sa.Column("locked", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("posts", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.add_column("posts", sa.Column("comments_count", sa.Integer(), server_default="0", nullable=False))
    op.add_column("posts", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("posts", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("votes", sa.Column("merged_from_id", sa.BigInteger(), nullable=True))
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(name), "posts", rule, postgresql_not_valid=True)
    for table, column in REFERENCES.items():
        name = op.f(f"fk_{table}_{column}_posts")
        op.create_foreign_key(name, table, "posts", [column], ["id"], postgresql_not_valid=True)


def downgrade() -> None:
    for table, column in REFERENCES.items():
        op.drop_constraint(op.f(f"fk_{table}_{column}_posts"), table)
    for name in CHECKS:
        op.drop_constraint(op.f(name), "posts")
    op.drop_column("votes", "merged_from_id")
    for column in COLUMNS:
        op.drop_column("posts", column)
