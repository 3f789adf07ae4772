"""The subscriptions table."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Named, Table, TypedColumns, func, text

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata


class SubscriptionColumns(TypedColumns):
    """A row that the person didn't choose follows from writing, voting or commenting; it never overrides a chosen one.

    `merged_from_id`: the duplicate that brought the person here.
    """

    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    subscribed: Named[bool] = Column(server_default=text("true"))
    chosen: Named[bool] = Column(server_default=text("false"))
    merged_from_id: Named[int | None] = Column(BigInteger, ForeignKey("posts.id"))
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


subscriptions = Table(
    "subscriptions",
    metadata,
    SubscriptionColumns,
)
