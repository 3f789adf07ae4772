"""The posts table."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Named,
    Table,
    Text,
    TypedColumns,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR

from app.models.base import Instant, id_column, metadata
from app.models.enums import Status, Visibility, is_one_of
from app.models.record import Record
from app.models.users import Member

# Trending: ten times the votes are worth a week (604,800 s). The formula is Reddit's "hot" rank, log10 of the score and
# age over a constant (r2/r2/lib/db/_sorts.pyx), with their 12.5 hours made a week, as ideas live longer than news. It
# changes with votes and never with time, so an index on it stays right.
RANK = (
    "log(greatest(posts.votes_count, 1)::double precision)"
    " + date_part('epoch', posts.created_at - '1970-01-01 00:00:00+00'::timestamptz) / 604800"
)
# What the sorts go by, as columns of indexes. Each sort has an index of all posts, and two partial indexes: of answered
# posts by status, and of posts that are not public by visibility, because a walk through all posts would meet few of
# these. A vote on any other post, which are most, writes to neither.
SORTED_BY: dict[str, Any] = {
    "created_at": "created_at",
    "votes_count": "votes_count",
    "comments_count": "comments_count",
    "updated_at": "updated_at",
    "rank": text(f"({RANK})"),
}
NOT_PUBLIC = text("visibility <> 'public'")
ANSWERED = text("status <> 'open'")
# What the team's start page shows, most votes first: in the index of all posts it stands behind what was answered.
UNANSWERED = text(
    "status = 'open' AND visibility = 'public' AND response IS NULL AND merged_into_id IS NULL AND deleted_at IS NULL"
)
# What a list of changes tells to be forgotten: few, in the order of ids, or in that of the changes.
GONE = "(posts.visibility <> 'public' OR posts.deleted_at IS NOT NULL)"
NOT_DELETED = text("deleted_at IS NULL")  # The deleted all have the same title, none, and would fill one bucket.


class PostColumns(TypedColumns):
    """A deleted post stays as a row without text (`deleted_at`), so that whoever keeps a copy learns of it."""

    id: Named[int] = id_column()
    author_id: Named[int] = Column(BigInteger, ForeignKey("users.id"))
    title: Named[str] = Column(Text)
    content: Named[str] = Column(Text)
    # What search finds it by, the language whose stems are in it, and the version of the function that made it
    # (app/posts/search/vector.py). A vote rewrites none of it.
    words: Named[Any | None] = Column(TSVECTOR)
    words_version: Named[int | None] = Column(Integer)
    language: Named[str] = Column(REGCONFIG, server_default=text("'english'::regconfig"))
    status: Named[str] = Column(Text, server_default="open")
    response: Named[str | None] = Column(Text)
    responded_at: Named[datetime | None] = Column(Instant)
    visibility: Named[str] = Column(Text, server_default="public")
    locked: Named[bool] = Column(server_default=text("false"))
    merged_into_id: Named[int | None] = Column(BigInteger, ForeignKey("posts.id"))
    votes_count: Named[int] = Column(Integer, server_default="0")
    comments_count: Named[int] = Column(Integer, server_default="0")
    version: Named[int] = Column(Integer, server_default="1")
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())
    # When title, content, status or response changed last.
    edited_at: Named[datetime] = Column(Instant, server_default=func.now())
    # When everybody could see the post first; null for one that was never public.
    published_at: Named[datetime | None] = Column(Instant, server_default=func.now())
    deleted_at: Named[datetime | None] = Column(Instant)


posts = Table(
    "posts",
    metadata,
    PostColumns,
    CheckConstraint("votes_count >= 0", name="votes_count"),
    CheckConstraint("comments_count >= 0", name="comments_count"),
    CheckConstraint(is_one_of("status", Status), name="status"),
    CheckConstraint(is_one_of("visibility", Visibility), name="visibility"),
    CheckConstraint("merged_into_id <> id", name="merged_into_another"),
    *(Index(f"ix_posts_{name}_id", key, "id") for name, key in SORTED_BY.items()),
    *(
        Index(f"ix_posts_status_{name}_id", "status", key, "id", postgresql_where=ANSWERED)
        for name, key in SORTED_BY.items()
    ),
    *(
        Index(f"ix_posts_visibility_{name}_id", "visibility", key, "id", postgresql_where=NOT_PUBLIC)
        for name, key in SORTED_BY.items()
    ),
    Index("ix_posts_gone_id_updated_at", "id", "updated_at", postgresql_where=text(GONE)),
    Index("ix_posts_gone_updated_at_id", "updated_at", "id", postgresql_where=text(GONE)),
    Index("ix_posts_unanswered", "votes_count", "id", postgresql_where=UNANSWERED),
    Index("ix_posts_author_id_created_at_id", "author_id", "created_at", "id"),
    Index("ix_posts_merged_into_id", "merged_into_id", postgresql_where=text("merged_into_id IS NOT NULL")),
    Index("ix_posts_words", "words", postgresql_using="gin"),
    Index("ix_posts_lower_title", text("lower(title)"), postgresql_using="hash", postgresql_where=NOT_DELETED),
    Index("ix_posts_title", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
)


class Post(Record):
    """With its author. Queries that know the caller say whether that one voted (null for a visitor), and the tags that
    it may see.
    """

    nested: ClassVar = {"author": Member}

    id: int
    author_id: int
    author: Member
    title: str
    content: str
    status: str
    response: str | None
    responded_at: datetime | None
    visibility: str
    locked: bool
    merged_into_id: int | None
    votes_count: int
    comments_count: int
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
    has_voted: bool | None
    tags: list[Any]


def touched() -> dict[str, Any]:
    """The values that every change sets which a second writer could overwrite. A vote or comment raises no version."""
    return {"version": posts.c.version + 1, "updated_at": func.now()}
