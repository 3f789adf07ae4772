"""The comments table."""

from datetime import datetime
from typing import ClassVar

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

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.record import Record
from app.models.users import Member


class CommentColumns(TypedColumns):
    """A deleted comment keeps its place, without its text. `merged_from_id`: the duplicate that it was written to.

    `staff_only`: a note of the team's. It is hidden as well, so whatever leaves out hidden comments leaves out notes;
    and unlike these it leaves no place that others see.
    """

    id: Named[int] = id_column()
    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id"))
    author_id: Named[int] = Column(BigInteger, ForeignKey("users.id"))
    content: Named[str] = Column(Text)
    hidden: Named[bool] = Column(server_default=text("false"))
    staff_only: Named[bool] = Column(server_default=text("false"))
    merged_from_id: Named[int | None] = Column(BigInteger, ForeignKey("posts.id"))
    version: Named[int] = Column(Integer, server_default="1")
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())
    deleted_at: Named[datetime | None] = Column(Instant)


comments = Table(
    "comments",
    metadata,
    CommentColumns,
    CheckConstraint("NOT staff_only OR hidden", name="notes_are_hidden"),
    Index("ix_comments_post_id_id", "post_id", "id"),
    Index("ix_comments_author_id", "author_id"),
    Index("ix_comments_merged_from_id", "merged_from_id", postgresql_where=text("merged_from_id IS NOT NULL")),
)


class Comment(Record):
    nested: ClassVar = {"author": Member}

    id: int
    post_id: int
    author_id: int
    author: Member
    content: str
    hidden: bool
    staff_only: bool
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None
