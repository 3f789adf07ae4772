"""The sessions table: a row for each sign-in that goes on."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    false,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import SessionScope, is_one_of

FRESH = timedelta(minutes=10)


class LoginSession(Base):
    """Ends by being deleted: its refresh tokens go with it, and its access tokens are refused from then on.

    One of the pages has a cookie in place of these tokens.
    `scope`: what its access tokens may do, at most, as in the token (RFC 6749 §3.3); null where the member signed in at
    the board. A session that has one is no good any more once its member is staff.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint(is_one_of("scope", SessionScope), name="scope"),
        Index("ix_sessions_expires_at", "expires_at"),
        Index("uq_sessions_cookie_hash", "cookie_hash", unique=True, postgresql_where=text("cookie_hash IS NOT NULL")),
    )

    id: Mapped[IdColumn]
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    address: Mapped[str | None]
    user_agent: Mapped[str | None]
    by_code: Mapped[bool] = mapped_column(server_default=false())  # Opened with a mailed code, and not a password.
    scope: Mapped[str | None]
    cookie_hash: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)  # SHA-256.


def fresh_by_code(session_id: int) -> ColumnElement[bool]:
    """That the session stands, and was opened with a mailed code not longer ago than FRESH, by the database's clock."""
    fresh = (LoginSession.by_code, LoginSession.created_at >= func.now() - FRESH)
    return select(LoginSession.id).where(LoginSession.id == session_id, *fresh).exists()
