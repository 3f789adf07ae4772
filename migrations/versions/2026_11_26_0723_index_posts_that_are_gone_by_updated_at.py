"""index posts that are gone by updated_at

Why: a list of changes tells which posts to forget, as they were hidden or deleted. They are few, and a walk through all
that changed meets them late or never. In the order of the changes they come among the others.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "17c0e2593db9"
down_revision = "06bfd1482ca8"
branch_labels = None
depends_on = None

GONE = "visibility <> 'public' OR deleted_at IS NOT NULL"


def upgrade() -> None:
    create_index("ix_posts_gone_updated_at_id", "posts", ["updated_at", "id"], postgresql_where=sa.text(GONE))


def downgrade() -> None:
    drop_index("ix_posts_gone_updated_at_id", "posts")
