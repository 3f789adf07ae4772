"""The refresh_tokens table: what keeps a session alive."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, Named, Table, TypedColumns, func

import app.models.sessions  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, metadata


class RefreshTokenColumns(TypedColumns):
    """A used token stays until its session ends, so that its second use is noticed. Only its SHA-256 is kept.

    `salt` is set when the token is used: with it, and the token itself, its one successor can be derived again.
    """

    token_hash: Named[bytes] = Column(LargeBinary, primary_key=True)
    session_id: Named[int] = Column(BigInteger, ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    used_at: Named[datetime | None] = Column(Instant)
    salt: Named[bytes | None] = Column(LargeBinary)


refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    RefreshTokenColumns,
)
