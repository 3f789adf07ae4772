"""The changelog_entries table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, func, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.models.base import Base, CreatedAt, IdColumn
from app.models.users import User


class ChangelogEntry(Base):
    """What the team released. Everybody sees it from `published_at` on, by the database's clock; null is a draft.

    `publisher_id`: who published it, or set the time for that.
    `completes`: whether its posts become completed when it is published.
    `event_id`: the event by which people are told of it, null until then. The event is forgotten long before the entry,
    so no foreign key holds it.
    """

    __tablename__ = "changelog_entries"
    __table_args__ = (
        Index("ix_changelog_entries_published_at_id", "published_at", "id"),
        Index("ix_changelog_entries_to_tell", "published_at", postgresql_where=text("event_id IS NULL")),
    )

    id: Mapped[IdColumn]
    author_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    publisher_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id"), index=True)
    title: Mapped[str]
    content: Mapped[str]
    published_at: Mapped[datetime | None]
    completes: Mapped[bool] = mapped_column(server_default=text("false"))
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    author = relationship(User, foreign_keys=[author_id], lazy="raise")
    # Filled by queries: draft, scheduled or published, by the database's clock; the posts that the caller may see; and
    # by lists, what they are ordered by.
    state: Mapped[str | None] = query_expression()
    posts: Mapped[list[Any] | None] = query_expression()
    position: Mapped[datetime | None] = query_expression()
