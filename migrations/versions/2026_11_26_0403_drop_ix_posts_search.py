"""drop the index of words as they were

Why: every vote made the words of its post again for it. Nothing reads it any more.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "f31a6c84b9e5"
down_revision = "b07d95e3f2a8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_index("ix_posts_search", "posts")


def downgrade() -> None:
    words = "setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, content), 'B')"
    create_index("ix_posts_search", "posts", [sa.text(f"({words})")], postgresql_using="gin")
