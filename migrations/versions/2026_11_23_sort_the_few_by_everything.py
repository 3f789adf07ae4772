"""sort the few by everything

Why: what is answered rests, so among what changed last it comes late: of a million posts, that list walked for 390 ms
through posts that are open, and what is pending was looked for through all votes, for 110. Only an answered post's vote
costs a write in these, and only what is not public one in the others. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "d2b7f40a91ce"
down_revision = "c3e85b1f9d70"
branch_labels = None
depends_on = None

FEW = {"status": sa.text("status <> 'open'"), "visibility": sa.text("visibility <> 'public'")}
SORTED_BY = ("votes_count", "comments_count", "updated_at")


def upgrade() -> None:
    for group, few in FEW.items():
        for column in SORTED_BY:
            create_index(f"ix_posts_{group}_{column}_id", "posts", [group, column, "id"], postgresql_where=few)


def downgrade() -> None:
    for group in FEW:
        for column in SORTED_BY:
            drop_index(f"ix_posts_{group}_{column}_id", "posts")
