"""find posts by their words

Why: search reads an index, not the posts. Built beside the writers, and empty until `index` has made the words.
"""

from migrations.concurrently import create_index, drop_index

revision = "8e42b6d0c7f1"
down_revision = "5c1f0e7a9d34"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_index("ix_posts_words", "posts", ["words"], postgresql_using="gin")


def downgrade() -> None:
    drop_index("ix_posts_words", "posts")
