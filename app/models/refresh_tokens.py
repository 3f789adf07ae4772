"""The refresh_tokens table: what keeps a session alive."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

import app.models.sessions  # noqa: F401  (has a foreign key to it)
from app.models.base import Base


class RefreshToken(Base):
    """A used token stays until its session ends, so that its second use is noticed. Only its SHA-256 is kept.

    `salt` is set when the token is used: with it, and the token itself, its one successor can be derived again.
    """

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    session_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    used_at: Mapped[datetime | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
