"""search posts by words

Why: full-text search reads an index, not the posts. Built beside the writers.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "f5dab4a2648c"
down_revision = "c98229c8ace9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words = "setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, content), 'B')"
    create_index("ix_posts_search", "posts", [sa.text(f"({words})")], postgresql_using="gin")


def downgrade() -> None:
    drop_index("ix_posts_search", "posts")
