"""create posts

Why: posts are what the board is about, and a list in any order reads an index, however many posts there are. Measured
with a million posts:

- Each order has three indexes: of all posts, of the answered by status, and of those that are not public by visibility.
  Without the two partial ones, PostgreSQL walked through the index of all posts until it had met enough of the rare
  ones: 13 to 390 ms for the answered, 100 to 900 ms for the pending. A vote on an open, public post writes to neither.
- The hash of the lower-case title finds a post with the very same title at once; by trigrams that took 14 to 150 ms.
  Deleted posts are left out, because they all have the same empty title.
- ix_posts_search serves the full-text search, and ix_posts_title, of trigrams, the search with a typo.
- ix_posts_merged_into_id finds the duplicates of a post, for a merge and for the foreign key.

The formula of the rank and its source are in app/models/posts.py.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "64a9e15f0b82"
down_revision = "b8f02c69d7e3"
branch_labels = None
depends_on = None

RANK = (
    "log(greatest(votes_count, 1)::double precision)"
    " + date_part('epoch', created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)
SEARCH = "setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, content), 'B')"
SORT_KEYS = {
    "created_at": "created_at",
    "votes_count": "votes_count",
    "comments_count": "comments_count",
    "updated_at": "updated_at",
    "rank": sa.text(f"({RANK})"),
}
ANSWERED = sa.text("status <> 'open'")
NOT_PUBLIC = sa.text("visibility <> 'public'")


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("language", postgresql.REGCONFIG(), server_default=sa.text("'english'::regconfig"), nullable=False),
        sa.Column("status", sa.Text(), server_default="open", nullable=False),
        sa.Column("response", sa.Text(), nullable=True),
        sa.Column("responded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("merged_into_id", sa.BigInteger(), nullable=True),
        sa.Column("votes_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("comments_count", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("votes_count >= 0", name=op.f("ck_posts_votes_count")),
        sa.CheckConstraint("comments_count >= 0", name=op.f("ck_posts_comments_count")),
        sa.CheckConstraint(
            "status IN ('open', 'planned', 'started', 'completed', 'declined')", name=op.f("ck_posts_status")
        ),
        sa.CheckConstraint("visibility IN ('public', 'pending', 'hidden')", name=op.f("ck_posts_visibility")),
        sa.CheckConstraint("merged_into_id <> id", name=op.f("ck_posts_merged_into_another")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_posts_author_id_users")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["posts.id"], name=op.f("fk_posts_merged_into_id_posts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    for name, key in SORT_KEYS.items():
        op.create_index(f"ix_posts_{name}_id", "posts", [key, "id"])
        op.create_index(f"ix_posts_status_{name}_id", "posts", ["status", key, "id"], postgresql_where=ANSWERED)
        op.create_index(
            f"ix_posts_visibility_{name}_id", "posts", ["visibility", key, "id"], postgresql_where=NOT_PUBLIC
        )
    op.create_index("ix_posts_author_id_created_at_id", "posts", ["author_id", "created_at", "id"])
    op.create_index(
        "ix_posts_merged_into_id", "posts", ["merged_into_id"], postgresql_where=sa.text("merged_into_id IS NOT NULL")
    )
    op.create_index("ix_posts_search", "posts", [sa.text(f"({SEARCH})")], postgresql_using="gin")
    op.create_index(
        "ix_posts_lower_title",
        "posts",
        [sa.text("lower(title)")],
        postgresql_using="hash",
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    op.create_index(
        "ix_posts_title", "posts", ["title"], postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}
    )


def downgrade() -> None:
    op.drop_table("posts")
