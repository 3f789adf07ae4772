"""The posts table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, func, text
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.base import Base, CreatedAt, IdColumn

# Trending: ten times the votes are worth a week (604,800 s). The formula is Reddit's "hot" rank, log10 of the score and
# age over a constant (r2/r2/lib/db/_sorts.pyx), with their 12.5 hours made a week, as ideas live longer than news. It
# changes with votes and never with time, so an index on it stays right.
RANK = (
    "log(greatest(posts.votes_count, 1)::double precision)"
    " + date_part('epoch', posts.created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)
# A word in the title weighs more than one in the content.
SEARCH = "setweight(to_tsvector(language, title), 'A') || setweight(to_tsvector(language, content), 'B')"
# The few posts that a walk through all of them would look for too long. An open, public one costs no write there.
NOT_PUBLIC = text("visibility <> 'public'")
ANSWERED = text("status <> 'open'")
NOT_DELETED = text("deleted_at IS NULL")  # The deleted all have the same title, none, and would fill one bucket.


class Post(Base):
    """A deleted post stays as a row without text (`deleted_at`), so that whoever keeps a copy learns of it."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("votes_count >= 0", name="votes_count"),
        CheckConstraint("comments_count >= 0", name="comments_count"),
        CheckConstraint("status IN ('open', 'planned', 'started', 'completed', 'declined')", name="status"),
        CheckConstraint("visibility IN ('public', 'pending', 'hidden')", name="visibility"),
        CheckConstraint("merged_into_id <> id", name="merged_into_another"),
        Index("ix_posts_created_at_id", "created_at", "id"),
        Index("ix_posts_votes_count_id", "votes_count", "id"),
        Index("ix_posts_comments_count_id", "comments_count", "id"),
        Index("ix_posts_updated_at_id", "updated_at", "id"),
        Index("ix_posts_rank_id", text(f"({RANK})"), "id"),
        Index("ix_posts_author_id_created_at_id", "author_id", "created_at", "id"),
        Index("ix_posts_visibility_created_at_id", "visibility", "created_at", "id", postgresql_where=NOT_PUBLIC),
        Index("ix_posts_visibility_rank_id", "visibility", text(f"({RANK})"), "id", postgresql_where=NOT_PUBLIC),
        Index("ix_posts_status_created_at_id", "status", "created_at", "id", postgresql_where=ANSWERED),
        Index("ix_posts_status_rank_id", "status", text(f"({RANK})"), "id", postgresql_where=ANSWERED),
        Index("ix_posts_merged_into_id", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
        Index("ix_posts_search", text(f"({SEARCH})"), postgresql_using="gin"),
        Index("ix_posts_lower_title", text("lower(title)"), postgresql_using="hash", postgresql_where=NOT_DELETED),
        Index("ix_posts_title", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
    )

    id: Mapped[IdColumn]
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    title: Mapped[str]
    content: Mapped[str]
    language: Mapped[str] = mapped_column(REGCONFIG, server_default=text("'english'::regconfig"))
    status: Mapped[str] = mapped_column(server_default="open")
    response: Mapped[str | None]
    responded_at: Mapped[datetime | None]
    visibility: Mapped[str] = mapped_column(server_default="public")
    locked: Mapped[bool] = mapped_column(server_default=text("false"))
    merged_into_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("posts.id"))
    votes_count: Mapped[int] = mapped_column(Integer, server_default="0")
    comments_count: Mapped[int] = mapped_column(Integer, server_default="0")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]

    author = relationship("User", lazy="raise")
    # Filled by queries that know the caller: whether that one voted (null for a visitor), and the tags it may see.
    has_voted: Mapped[bool | None] = query_expression()
    tags: Mapped[list[Any] | None] = query_expression()
    # Filled by lists: the value that it is ordered by, and whether the caller may no longer see it.
    position: Mapped[Any | None] = query_expression()
    gone: Mapped[bool | None] = query_expression()
