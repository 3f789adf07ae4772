"""The changelog_entries table."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Named, Table, Text, TypedColumns, func, text

from app.models.base import Instant, id_column, metadata
from app.models.record import Record
from app.models.users import Member


class ChangelogEntryColumns(TypedColumns):
    """What the team released. Everybody sees it from `published_at` on, by the database's clock; null is a draft.

    `publisher_id`: who published it, or set the time for that.
    `completes`: whether its posts become completed when it is published.
    `event_id`: the event by which people are told of it, null until then. The event is forgotten long before the entry,
    so no foreign key holds it.
    """

    id: Named[int] = id_column()
    author_id: Named[int] = Column(BigInteger, ForeignKey("users.id"), index=True)
    publisher_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id"), index=True)
    title: Named[str] = Column(Text)
    content: Named[str] = Column(Text)
    published_at: Named[datetime | None] = Column(Instant)
    completes: Named[bool] = Column(server_default=text("false"))
    event_id: Named[int | None] = Column(BigInteger)
    version: Named[int] = Column(Integer, server_default="1")
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())


changelog_entries = Table(
    "changelog_entries",
    metadata,
    ChangelogEntryColumns,
    Index("ix_changelog_entries_published_at_id", "published_at", "id"),
    Index("ix_changelog_entries_to_tell", "published_at", postgresql_where=text("event_id IS NULL")),
)


class ChangelogEntry(Record):
    """`state`: draft, scheduled or published, by the database's clock. `posts`: those that the caller may see.
    `position`: in lists, what they are ordered by.
    """

    nested: ClassVar = {"author": Member}

    id: int
    author: Member
    title: str
    content: str
    published_at: datetime | None
    completes: bool
    version: int
    created_at: datetime
    updated_at: datetime
    state: str
    posts: list[Any]
    position: datetime
