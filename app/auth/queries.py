"""The SQL of sessions and refresh tokens."""

from datetime import timedelta

from sqlalchemy import Row, delete, select, text, update
from sqlalchemy.orm import Session

from app.auth.models import LoginSession, RefreshToken
from app.users.models import User


def get_caller(db: Session, *, user_id: int, session_id: int) -> User | None:
    """The user behind an access token, if the session still stands and the account is active."""
    statement = (
        select(User)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(LoginSession.id == session_id, User.id == user_id, User.status == "active")
    )
    return db.scalar(statement)


def find_by_email(db: Session, email: str) -> User | None:
    return db.scalar(select(User).where(User.email == email))


def replace_hash(db: Session, user_id: int, password_hash: str) -> None:
    db.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))


def open_session(db: Session, user_id: int, *, token_hash: bytes, lifetime: timedelta) -> int:
    """Starts a session with its first refresh token, and clears away the user's expired ones. Returns its id."""
    statement = text("""
        WITH cleared AS (DELETE FROM sessions WHERE user_id = :user_id AND expires_at < now()),
        opened AS (
            INSERT INTO sessions (user_id, expires_at)
            VALUES (:user_id, now() + make_interval(secs => :seconds))
            RETURNING id
        ),
        token AS (INSERT INTO refresh_tokens (token_hash, session_id) SELECT :token_hash, id FROM opened)
        SELECT id FROM opened
    """)
    values = {"user_id": user_id, "seconds": lifetime.total_seconds(), "token_hash": token_hash}
    return int(db.execute(statement, values).scalar_one())


def lock_refresh_token(db: Session, token_hash: bytes) -> Row[tuple[int, int, bool, float | None, bytes | None]] | None:
    """The token's session, user, whether that session may go on, seconds since its use (None: unused), and salt.

    The row stays locked, so that of parallel refreshes with one token each sees what the one before it did.
    """
    statement = text("""
        SELECT token.session_id, session.user_id, session.expires_at > now() AND users.status = 'active' AS may_go_on,
               CAST(extract(epoch FROM clock_timestamp() - token.used_at) AS float8) AS used_for, token.salt
        FROM refresh_tokens AS token
        JOIN sessions AS session ON session.id = token.session_id
        JOIN users ON users.id = session.user_id
        WHERE token.token_hash = :token_hash
        FOR UPDATE OF token
    """)
    return db.execute(statement, {"token_hash": token_hash}).one_or_none()


def rotate(db: Session, *, used: bytes, salt: bytes, successor: bytes, session_id: int) -> None:
    """Marks one token as used and stores its successor; both are given as hashes."""
    statement = text("""
        WITH used AS (UPDATE refresh_tokens SET used_at = now(), salt = :salt WHERE token_hash = :used)
        INSERT INTO refresh_tokens (token_hash, session_id) VALUES (:successor, :session_id)
    """)
    db.execute(statement, {"used": used, "salt": salt, "successor": successor, "session_id": session_id})


def is_unused(db: Session, token_hash: bytes) -> bool:
    unused = select(RefreshToken.used_at.is_(None)).where(RefreshToken.token_hash == token_hash)
    return bool(db.scalar(unused))


def end_session(db: Session, session_id: int) -> None:
    db.execute(delete(LoginSession).where(LoginSession.id == session_id))


def end_other_sessions(db: Session, user_id: int, *, keep: int) -> None:
    db.execute(delete(LoginSession).where(LoginSession.user_id == user_id, LoginSession.id != keep))
