"""The votes table."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Named, Table, TypedColumns, func, text

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata


class VoteColumns(TypedColumns):
    """`merged_from_id`: the duplicate that brought the vote here, and keeps its own.

    `cast_by_id`: who of the staff cast it for the person; null where people voted themselves.
    """

    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    merged_from_id: Named[int | None] = Column(BigInteger, ForeignKey("posts.id"))
    cast_by_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id"))
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


votes = Table(
    "votes",
    metadata,
    VoteColumns,
    Index("ix_votes_merged_from_id", "merged_from_id", postgresql_where=text("merged_from_id IS NOT NULL")),
    Index("ix_votes_cast_by_id", "cast_by_id", postgresql_where=text("cast_by_id IS NOT NULL")),
    Index("ix_votes_created_at", "created_at", postgresql_where=text("merged_from_id IS NULL")),
)
