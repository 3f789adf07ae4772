"""The sessions table: a row for each sign-in that goes on."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    false,
    func,
    select,
    text,
)

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.enums import SessionScope, is_one_of
from app.models.record import Record

FRESH = timedelta(minutes=10)


class LoginSessionColumns(TypedColumns):
    """Ends by being deleted: its refresh tokens go with it, and its access tokens are refused from then on.

    One of the pages has a cookie in place of these tokens.
    `scope`: what its access tokens may do, at most, as in the token (RFC 6749 §3.3); null where the member signed in at
    the board. A session that has one is no good any more once its member is staff.
    """

    id: Named[int] = id_column()
    user_id: Named[int] = Column(BigInteger, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    used_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime] = Column(Instant)
    address: Named[str | None] = Column(Text)
    user_agent: Named[str | None] = Column(Text)
    by_code: Named[bool] = Column(server_default=false())  # Opened with a mailed code, and not a password.
    scope: Named[str | None] = Column(Text)
    cookie_hash: Named[bytes | None] = Column(LargeBinary)  # SHA-256.


sessions = Table(
    "sessions",
    metadata,
    LoginSessionColumns,
    CheckConstraint(is_one_of("scope", SessionScope), name="scope"),
    Index("ix_sessions_expires_at", "expires_at"),
    Index("uq_sessions_cookie_hash", "cookie_hash", unique=True, postgresql_where=text("cookie_hash IS NOT NULL")),
)


def fresh_by_code(session_id: int) -> ColumnElement[bool]:
    """That the session stands, and was opened with a mailed code not longer ago than FRESH, by the database's clock."""
    fresh = (sessions.c.by_code, sessions.c.created_at >= func.now() - FRESH)
    return select(sessions.c.id).where(sessions.c.id == session_id, *fresh).exists()


class LoginSession(Record):
    """But for its cookie."""

    id: int
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    address: str | None
    user_agent: str | None
    by_code: bool
