"""The SQL of sessions and refresh tokens."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Row, bindparam, delete, func, select, text, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import LoginSession, RefreshToken, User

# Put together once, as every signed-in request asks it.
CALLER = (
    select(User)
    .join(LoginSession, LoginSession.user_id == User.id)
    .where(LoginSession.id == bindparam("session_id"), User.id == bindparam("user_id"), User.status == "active")
)


def get_caller(db: Session, *, user_id: int, session_id: int) -> User | None:
    """The user behind an access token, if the session still stands and the account is active."""
    return db.scalar(CALLER, {"user_id": user_id, "session_id": session_id})


def find_for_sign_in(
    db: Session, email: str, keys: Sequence[str]
) -> Row[int | None, str | None, str | None, float | None]:
    """The account of an address, if it has one, and for how many seconds one of these keys must still wait, if any."""
    statement = text("""
        SELECT users.id, users.password_hash, users.status,
               (SELECT CAST(extract(epoch FROM max(blocked_until) - now()) AS float8) FROM rate_limits
                WHERE key = ANY (CAST(:keys AS text[])) AND blocked_until > now()) AS blocked_for
        FROM (SELECT 1) AS always LEFT JOIN users ON users.email = :email
    """)
    return db.execute(statement, {"email": email, "keys": list(keys)}).one()


def replace_hash(db: Session, user_id: int, *, old: str, new: str) -> bool:
    """Whether it did: not where somebody else has changed the password since `old` was read."""
    statement = update(User).where(User.id == user_id, User.password_hash == old).values(password_hash=new)
    return db.scalar(statement.returning(User.id)) is not None


def open_session(
    db: Session,
    user_id: int,
    *,
    password_hash: str,
    token_hash: bytes,
    lifetime: timedelta,
    address: str,
    user_agent: str,
    keys: Sequence[str],
) -> int | None:
    """Starts a session with its first refresh token. Returns its id.

    Returns None where, since the transaction began, the account was disabled, its password changed, or one of the keys
    blocked by failures: hashing takes long, and of many guesses at once all but the first few must not count. The
    user's expired sessions go with it, and so do the failures that were counted under the first key.
    """
    statement = text("""
        WITH account AS (
            SELECT id FROM users WHERE id = :user_id AND status = 'active' AND password_hash = :password_hash FOR SHARE
        ),
        failures AS (
            SELECT blocked_until FROM rate_limits WHERE key = ANY (CAST(:keys AS text[])) ORDER BY key FOR UPDATE
        ),
        opened AS (
            INSERT INTO sessions (user_id, expires_at, address, user_agent)
            SELECT id, now() + make_interval(secs => :seconds), :address, :user_agent FROM account
            WHERE NOT EXISTS (SELECT FROM failures WHERE blocked_until > now())
            RETURNING id, user_id
        ),
        token AS (INSERT INTO refresh_tokens (token_hash, session_id) SELECT :token_hash, id FROM opened),
        forgiven AS (DELETE FROM rate_limits USING opened WHERE key = :forgive),
        expired AS (DELETE FROM sessions USING opened WHERE sessions.user_id = opened.user_id AND expires_at < now())
        SELECT id FROM opened
    """)
    values = {"user_id": user_id, "password_hash": password_hash, "token_hash": token_hash, "keys": list(keys)}
    values |= {"seconds": lifetime.total_seconds(), "address": address, "user_agent": user_agent, "forgive": keys[0]}
    return db.execute(statement, values).scalar_one_or_none()


def lock_refresh_token(db: Session, token_hash: bytes) -> Row[int, int, bool, float | None, bytes | None] | None:
    """The token's session, user, whether that session may go on, seconds since its use (None: unused), and salt.

    The row stays locked, so that of parallel refreshes with one token each sees what the one before it did. Its
    session is locked first, in the order in which ending a session locks both, so that neither waits for the other.
    """
    statement = text("""
        SELECT token.session_id, session.user_id, session.expires_at > now() AND users.status = 'active' AS may_go_on,
               CAST(extract(epoch FROM clock_timestamp() - token.used_at) AS float8) AS used_for, token.salt
        FROM refresh_tokens AS token
        JOIN sessions AS session ON session.id = token.session_id
        JOIN users ON users.id = session.user_id
        WHERE token.token_hash = :token_hash
        FOR UPDATE OF session, token
    """)
    return db.execute(statement, {"token_hash": token_hash}).one_or_none()


def rotate(db: Session, *, used: bytes, salt: bytes, successor: bytes, session_id: int) -> None:
    """Marks one token as used and stores its successor; both are given as hashes."""
    statement = text("""
        WITH used AS (UPDATE refresh_tokens SET used_at = now(), salt = :salt WHERE token_hash = :used),
        session AS (UPDATE sessions SET used_at = now() WHERE id = :session_id)
        INSERT INTO refresh_tokens (token_hash, session_id) VALUES (:successor, :session_id)
    """)
    db.execute(statement, {"used": used, "salt": salt, "successor": successor, "session_id": session_id})


def is_unused(db: Session, token_hash: bytes) -> bool:
    unused = select(RefreshToken.used_at.is_(None)).where(RefreshToken.token_hash == token_hash)
    return bool(db.scalar(unused))


def list_sessions(db: Session, user_id: int) -> Sequence[LoginSession]:
    """The user's sessions that may still go on, the latest used first."""
    alive = (LoginSession.user_id == user_id, LoginSession.expires_at > func.now())
    return db.scalars(select(LoginSession).where(*alive).order_by(LoginSession.used_at.desc(), LoginSession.id)).all()


def end_session(db: Session, session_id: int) -> None:
    db.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_own_session(db: Session, session_id: int, *, user_id: int) -> None:
    """Raises NotFound for anybody else's."""
    statement = delete(LoginSession).where(LoginSession.id == session_id, LoginSession.user_id == user_id)
    if db.scalar(statement.returning(LoginSession.id)) is None:
        raise NotFound("There is no such session of yours.")


def end_session_of_token(db: Session, token_hash: bytes) -> None:
    """Ends the session that a refresh token belongs to, if there is one."""
    owner = select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash)
    db.execute(delete(LoginSession).where(LoginSession.id.in_(owner)))


def end_sessions(db: Session, user_id: int, *, keep: int | None = None) -> None:
    """Ends all of the user's sessions, but for the one to keep."""
    statement = delete(LoginSession).where(LoginSession.user_id == user_id)
    db.execute(statement.where(LoginSession.id != keep) if keep is not None else statement)
