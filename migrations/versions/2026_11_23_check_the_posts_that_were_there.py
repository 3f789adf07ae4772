"""check the posts that were there

Why: the constraints of the revision before hold for new rows; now for all. Looking at the old ones locks out nobody.
"""

from alembic import op

revision = "6be53faac685"
down_revision = "07ec5187b078"
branch_labels = None
depends_on = None

STATUSES = "'open', 'planned', 'started', 'completed', 'declined'"
CONSTRAINTS = {
    ("posts", "ck_posts_comments_count"): "CHECK (comments_count >= 0)",
    ("posts", "ck_posts_status"): f"CHECK (status IN ({STATUSES}))",
    ("posts", "ck_posts_visibility"): "CHECK (visibility IN ('public', 'pending', 'hidden'))",
    ("posts", "ck_posts_merged_into_another"): "CHECK (merged_into_id <> id)",
    ("posts", "fk_posts_merged_into_id_posts"): "FOREIGN KEY (merged_into_id) REFERENCES posts (id)",
    ("votes", "fk_votes_merged_from_id_posts"): "FOREIGN KEY (merged_from_id) REFERENCES posts (id)",
}


def upgrade() -> None:
    for table, name in CONSTRAINTS:
        op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")


def downgrade() -> None:
    for (table, name), rule in CONSTRAINTS.items():
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} {rule} NOT VALID")
