"""The idempotency_keys table."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, Integer, LargeBinary, Named, Table, Text, TypedColumns, func
from sqlalchemy.dialects.postgresql import JSONB

from app.models.base import Instant, metadata


class IdempotencyKeyColumns(TypedColumns):
    """The answer to a keyed request, kept for 24 hours in the transaction of its effect.

    `key_hash` is the SHA-256 of who asked, where, and with which key; `request_hash` that of the body.
    """

    key_hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    request_hash: Named[bytes] = Column(LargeBinary)
    status: Named[int | None] = Column(Integer)
    headers: Named[dict[str, Any] | None] = Column(JSONB)
    body: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    IdempotencyKeyColumns,
    Index("ix_idempotency_keys_created_at", "created_at"),
)
