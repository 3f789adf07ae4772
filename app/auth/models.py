"""The tables of sign-in: a session for each sign-in, and the refresh tokens that keep it alive."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, func
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base, CreatedAt, IdColumn


class LoginSession(Base):
    """Ends by being deleted: its refresh tokens go with it, and its access tokens are refused from then on."""

    __tablename__ = "sessions"

    id: Mapped[IdColumn]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    address: Mapped[str | None]
    user_agent: Mapped[str | None]


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
