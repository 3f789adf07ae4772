"""index posts that are gone by id

Why: a list of changes tells which posts to forget, as they were hidden or deleted. They are few, and a walk through all
that changed meets them late or never. In all orders but one they come last, by their ids.
"""

import sqlalchemy as sa

from migrations.concurrently import create_index, drop_index

revision = "06bfd1482ca8"
down_revision = "f5aec0371b97"
branch_labels = None
depends_on = None

GONE = "visibility <> 'public' OR deleted_at IS NOT NULL"


def upgrade() -> None:
    create_index("ix_posts_gone_id_updated_at", "posts", ["id", "updated_at"], postgresql_where=sa.text(GONE))


def downgrade() -> None:
    drop_index("ix_posts_gone_id_updated_at", "posts")
