"""search posts by trigrams

Why: what full-text search doesn't find is looked for by similarity. Built beside the writers.
"""

from migrations.concurrently import create_index, drop_index

revision = "dec846ff4c70"
down_revision = "f5dab4a2648c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_posts_title", "posts", ["title"], postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"})


def downgrade() -> None:
    drop_index("ix_posts_title", "posts")
