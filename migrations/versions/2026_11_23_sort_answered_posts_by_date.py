"""sort answered posts by date

Why: what is answered is rare among the newest, so its list walked far through the index of all posts; a status that
hardly any post has was looked for in all of them (a million: 13 and 125 ms). Open posts, which are most, are not in
this one, and cost no write. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "8d5b27c940ef"
down_revision = "3c1f0e6ad972"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index(
        "ix_posts_status_created_at_id",
        "posts",
        ["status", "created_at", "id"],
        postgresql_where=sa.text("status <> 'open'"),
    )


def downgrade() -> None:
    drop_index("ix_posts_status_created_at_id", "posts")
