"""The idempotency_keys table."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class IdempotencyKey(Base):
    """The answer to a keyed request, kept for 24 hours in the transaction of its effect.

    `key_hash` is the SHA-256 of who asked, where, and with which key; `request_hash` that of the body.
    """

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[int | None] = mapped_column(Integer)
    headers: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
