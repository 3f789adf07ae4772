"""add edited_at and published_at to posts

Why: a feed's <updated> moves with the text and the answer, not with votes; and what was never public is not told of as
gone.
"""

import sqlalchemy as sa
from alembic import op

revision = "5c1f0a9d7e42"
down_revision = "d2b7f40a91ce"
branch_labels = None
depends_on = None


def upgrade() -> None:
    now = sa.text("now()")
    op.add_column("posts", sa.Column("edited_at", sa.DateTime(timezone=True), server_default=now, nullable=False))
    op.add_column("posts", sa.Column("published_at", sa.DateTime(timezone=True), server_default=now, nullable=True))
    # One statement over all posts: no board is deployed yet, and those of developers are small.
    op.execute("UPDATE posts SET edited_at = greatest(created_at, responded_at)")
    op.execute("UPDATE posts SET published_at = CASE WHEN visibility <> 'pending' THEN created_at END")


def downgrade() -> None:
    op.drop_column("posts", "published_at")
    op.drop_column("posts", "edited_at")
