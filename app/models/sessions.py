"""The sessions table: a row for each sign-in that goes on."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, ColumnElement, ForeignKey, Index, false, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, CreatedAt, IdColumn

FRESH = timedelta(minutes=10)


class LoginSession(Base):
    """Ends by being deleted: its refresh tokens go with it, and its access tokens are refused from then on."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_expires_at", "expires_at"),)

    id: Mapped[IdColumn]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    address: Mapped[str | None]
    user_agent: Mapped[str | None]
    by_code: Mapped[bool] = mapped_column(server_default=false())  # Opened with a mailed code, and not a password.


def fresh_by_code(session_id: int) -> ColumnElement[bool]:
    """That the session stands, and was opened with a mailed code not longer ago than FRESH, by the database's clock."""
    fresh = (LoginSession.by_code, LoginSession.created_at >= func.now() - FRESH)
    return select(LoginSession.id).where(LoginSession.id == session_id, *fresh).exists()
