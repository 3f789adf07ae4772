"""Writing sessions, refresh tokens and password hashes."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import LoginSession, RefreshToken, User
from app.models.sessions import fresh_by_code


def replace_hash(db: Session, user_id: int, *, old: str, new: str) -> bool:
    """Whether it did: not where somebody else has changed the password since `old` was read."""
    statement = update(User).where(User.id == user_id, User.password_hash == old).values(password_hash=new)
    return db.scalar(statement.returning(User.id)) is not None


def set_hash(db: Session, user_id: int, *, session_id: int, password_hash: str) -> bool:
    """Whether it did: only while the session stands that a mailed code has just opened.

    The account is locked first, so that of two who do this at once the second looks again after the first, who has
    ended its session.
    """
    db.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    statement = update(User).where(User.id == user_id, fresh_by_code(session_id)).values(password_hash=password_hash)
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


def rotate(db: Session, *, used: bytes, salt: bytes, successor: bytes, session_id: int) -> None:
    """Marks one token as used and stores its successor; both are given as hashes."""
    statement = text("""
        WITH used AS (UPDATE refresh_tokens SET used_at = now(), salt = :salt WHERE token_hash = :used),
        session AS (UPDATE sessions SET used_at = now() WHERE id = :session_id)
        INSERT INTO refresh_tokens (token_hash, session_id) VALUES (:successor, :session_id)
    """)
    db.execute(statement, {"used": used, "salt": salt, "successor": successor, "session_id": session_id})


def end_session(db: Session, session_id: int) -> None:
    db.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_own_session(db: Session, session_id: int, *, user_id: int) -> None:
    """Raises NotFound for anybody else's."""
    statement = delete(LoginSession).where(LoginSession.id == session_id, LoginSession.user_id == user_id)
    if db.scalar(statement.returning(LoginSession.id)) is None:
        raise NotFound("session of yours")


def end_session_of_token(db: Session, token_hash: bytes) -> None:
    """Ends the session that a refresh token belongs to, if there is one."""
    owner = select(RefreshToken.session_id).where(RefreshToken.token_hash == token_hash)
    db.execute(delete(LoginSession).where(LoginSession.id.in_(owner)))


def end_sessions(db: Session, user_id: int, *, keep: int | None = None) -> None:
    """Ends all of the user's sessions, but for the one to keep."""
    statement = delete(LoginSession).where(LoginSession.user_id == user_id)
    db.execute(statement.where(LoginSession.id != keep) if keep is not None else statement)
