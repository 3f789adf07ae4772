"""The rate_limits table."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer, Named, Table, Text, TypedColumns

from app.models.base import Instant, metadata


class RateLimitColumns(TypedColumns):
    """How often `key` did what it names, in the window that ends at `expires_at`. Keys hold hashes of addresses."""

    key: Named[str] = Column(Text, primary_key=True)
    hits: Named[int] = Column(Integer)
    expires_at: Named[datetime] = Column(Instant)
    blocked_until: Named[datetime | None] = Column(Instant)


rate_limits = Table(
    "rate_limits",
    metadata,
    RateLimitColumns,
    Index("ix_rate_limits_expires_at", "expires_at"),
)
