"""Reading sessions, refresh tokens, mailed codes, and the caller behind a token."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, or_, select, text, tuple_

from app.models.email_codes import email_codes
from app.models.refresh_tokens import refresh_tokens
from app.models.sessions import LoginSession, fresh_by_code, sessions
from app.models.users import User, users

FIRST_ACCOUNT_LOCK = 0x4EED01  # Any number will do, as long as no other advisory lock of the board's has it.
# Put together once, as every signed-in request asks it. A session has either tokens or a cookie, and is no good for the
# other: neither a token that leaks from an app nor a page's cookie opens more than what it was given for.
# One with a scope is never staff's: queries show staff more than any such session is for.
SIGNED_IN = (
    select(*User.columns(users), sessions.c.scope, sessions.c.id.label("session_id"))
    .join(sessions, sessions.c.user_id == users.c.id)
    .where(users.c.status == "active", sessions.c.expires_at > func.now())
    .where(or_(sessions.c.scope.is_(None), users.c.role == "member"))
)
CALLER = SIGNED_IN.where(
    sessions.c.id == bindparam("session_id"), users.c.id == bindparam("user_id"), sessions.c.cookie_hash.is_(None)
)
CALLER_OF_PAGES = SIGNED_IN.where(sessions.c.cookie_hash == bindparam("cookie"))


class SignedInUser(User):
    """With the session that it is signed in by, and what that may do, as in LoginSession."""

    scope: str | None
    session_id: int


def get_caller(db: Connection, *, user_id: int, session_id: int) -> SignedInUser | None:
    """The user behind an access token, if the session still stands and the account is active."""
    return SignedInUser.one_or_none(db.execute(CALLER, {"user_id": user_id, "session_id": session_id}))


def get_caller_by_cookie(db: Connection, cookie_hash: bytes) -> SignedInUser | None:
    """The user behind a page's cookie, if the session still stands and the account is active."""
    return SignedInUser.one_or_none(db.execute(CALLER_OF_PAGES, {"cookie": cookie_hash}))


def find_for_check(
    db: Connection, email: str, keys: Sequence[str], *, quotas: Sequence[str], limit: int
) -> Row[int | None, str | None, str | None, float | None, float | None]:
    """The account of an address, if it has one; for how many seconds one of these keys must still wait, if any, because
    of failures; and because one of the quotas has reached its limit."""
    statement = text("""
        SELECT users.id, users.password_hash, users.status,
               (SELECT CAST(extract(epoch FROM max(blocked_until) - now()) AS float8) FROM rate_limits
                WHERE key = ANY (CAST(:keys AS text[])) AND blocked_until > now()) AS blocked_for,
               (SELECT CAST(extract(epoch FROM max(expires_at) - now()) AS float8) FROM rate_limits
                WHERE key = ANY (CAST(:quotas AS text[])) AND hits >= :limit AND expires_at > now()) AS used_up_for
        FROM (SELECT 1) AS always LEFT JOIN users ON users.email = :email
    """)
    return db.execute(statement, {"email": email, "keys": list(keys), "quotas": list(quotas), "limit": limit}).one()


def lock_refresh_token(
    db: Connection, token_hash: bytes
) -> Row[int, int, str | None, bool, float, float | None, bytes | None] | None:
    """The token's session, user, the session's scope, whether it may go on and for how many seconds, seconds since the
    token's use (None: unused), and its salt.

    The row stays locked, so that of parallel refreshes with one token each sees what the one before it did. Its
    session is locked first, in the order in which ending a session locks both, so that neither waits for the other.
    """
    statement = text("""
        SELECT token.session_id, session.user_id, session.scope,
               session.expires_at > now() AND users.status = 'active'
               AND (session.scope IS NULL OR users.role = 'member') AS may_go_on,
               CAST(extract(epoch FROM session.expires_at - clock_timestamp()) AS float8) AS seconds_left,
               CAST(extract(epoch FROM clock_timestamp() - token.used_at) AS float8) AS used_for, token.salt
        FROM refresh_tokens AS token
        JOIN sessions AS session ON session.id = token.session_id
        JOIN users ON users.id = session.user_id
        WHERE token.token_hash = :token_hash
        FOR UPDATE OF session, token
    """)
    return db.execute(statement, {"token_hash": token_hash}).one_or_none()


def is_unused(db: Connection, token_hash: bytes) -> bool:
    unused = select(refresh_tokens.c.used_at.is_(None)).where(refresh_tokens.c.token_hash == token_hash)
    return bool(db.scalar(unused))


def list_sessions(db: Connection, user_id: int, *, after: Sequence[str] | None, limit: int) -> Sequence[LoginSession]:
    """The user's sessions that may still go on, the latest used first; one more than `limit`, where there is one.

    `after`: when the last one before was used, and its id, as text.
    """
    alive = select(*LoginSession.columns(sessions)).where(
        sessions.c.user_id == user_id, sessions.c.expires_at > func.now()
    )
    if after is not None:
        last = (datetime.fromisoformat(after[0]), int(after[1]))
        alive = alive.where(tuple_(sessions.c.used_at, sessions.c.id) < last)
    latest = alive.order_by(sessions.c.used_at.desc(), sessions.c.id.desc())
    return LoginSession.all(db.execute(latest.limit(limit + 1)))


def sessions_of(user_id: int) -> Select[*tuple[Any, ...]]:
    return select(*LoginSession.columns(sessions)).where(sessions.c.user_id == user_id).order_by(sessions.c.id)


def is_first(db: Connection, *, admins_only: bool) -> bool:
    """Whether nobody is there yet, or no admin. Of two who find it so at once, the second waits for the first."""
    somebody = select(users.c.id)
    if admins_only:
        somebody = somebody.where(users.c.role == "admin")
    nobody = select(~somebody.exists())
    if not db.scalar(nobody):
        return False
    db.execute(select(func.pg_advisory_xact_lock(FIRST_ACCOUNT_LOCK)))
    return bool(db.scalar(nobody))


def is_fresh_by_code(db: Connection, session_id: int) -> bool:
    """Whether the session was opened with a mailed code in the last ten minutes, by the database's clock."""
    return bool(db.scalar(select(fresh_by_code(session_id))))


def codes_of(user_id: int) -> Select[datetime, datetime, int]:
    """The code that is out for the member's address, but for what it is."""
    columns = (email_codes.c.created_at, email_codes.c.expires_at, email_codes.c.tries)
    return select(*columns).join(users, users.c.email == email_codes.c.email).where(users.c.id == user_id)
