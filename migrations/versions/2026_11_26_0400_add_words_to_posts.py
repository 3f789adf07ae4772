"""keep the words of posts

Why: what search finds a post by is made by one function of the app, and stored, so that what is asked for is made the
same way, and a vote makes none of it again. Nullable columns, which the code before doesn't know.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5c1f0e7a9d34"
down_revision = "5c1f0a9d7e42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("posts", sa.Column("words", postgresql.TSVECTOR(), nullable=True))
    op.add_column("posts", sa.Column("words_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("posts", "words_version")
    op.drop_column("posts", "words")
