"""Writing sessions, refresh tokens and password hashes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, delete, select, text, update

from app.auth.new_sessions import OPEN_SESSION, NewSession
from app.errors import NotFound
from app.models.refresh_tokens import refresh_tokens
from app.models.sessions import fresh_by_code, sessions
from app.models.users import users
from app.rate_limits.changes import COUNT, FAIL, SWEEP, Tolerance


def replace_hash(db: Connection, user_id: int, *, old: str, new: str) -> bool:
    """Returns whether it replaced the hash. It doesn't where the password was changed since `old` was read."""
    statement = update(users).where(users.c.id == user_id, users.c.password_hash == old).values(password_hash=new)
    return db.scalar(statement.returning(users.c.id)) is not None


def set_hash(db: Connection, user_id: int, *, session_id: int, password_hash: str) -> bool:
    """Whether it did: only while the session stands that a mailed code has just opened.

    The account is locked first, so that of two who do this at once the second looks again after the first, who has
    ended its session.
    """
    db.execute(select(users.c.id).where(users.c.id == user_id).with_for_update(key_share=True))
    statement = (
        update(users).where(users.c.id == user_id, fresh_by_code(session_id)).values(password_hash=password_hash)
    )
    return db.scalar(statement.returning(users.c.id)) is not None


# Hashing takes long: what was true before it is looked at again here, under the locks of what is counted. What others
# count for the first time just now is in no snapshot to be locked: `unseen` waits for it as only an INSERT does.
SETTLE = """
    WITH account AS (
        SELECT id, status = 'deleted' AS erased,
               status = 'active' AND password_hash = CAST(:password_hash AS text)
               AND CAST(:is_right AS boolean) AS proven
        FROM users WHERE id = CAST(:user_id AS bigint) FOR SHARE
    ),
    failures AS (
        SELECT key, blocked_until FROM rate_limits WHERE key = ANY (CAST(:keys AS text[])) ORDER BY key FOR UPDATE
    ),
    unseen AS (
        INSERT INTO rate_limits AS kept (key, hits, expires_at)
        SELECT key, -tolerated, now()
        FROM unnest(CAST(:keys AS text[]), CAST(:tolerated AS int[])) AS each (key, tolerated)
        WHERE EXISTS (SELECT FROM account WHERE proven) AND key NOT IN (SELECT key FROM failures) ORDER BY key
        ON CONFLICT (key) DO UPDATE SET hits = kept.hits + CASE WHEN kept.blocked_until > now() THEN 1 ELSE 0 END
        RETURNING key, blocked_until
    ),
    accepted AS MATERIALIZED (
        SELECT id FROM account WHERE proven
          AND NOT EXISTS (SELECT FROM failures WHERE blocked_until > now())
          AND NOT EXISTS (SELECT FROM unseen WHERE blocked_until > now())
    ),
    failed AS ({fail}),
    forgiven AS (DELETE FROM rate_limits USING accepted WHERE key = :forgive),
    swept AS ({sweep})
    {effect}
"""
# An account that was erased meanwhile has no failures: they would keep the hash of its address.
REFUSED = """
    WHERE NOT EXISTS (SELECT FROM accepted) AND key NOT IN (SELECT key FROM unseen)
      AND (key <> :forgive OR NOT EXISTS (SELECT FROM account WHERE erased))
"""
SIGN_IN = """
    , {open_session},
    counted AS ({count})
    SELECT id FROM opened
"""


def settle_statement(effect: str) -> TextClause:
    return text(SETTLE.format(fail=FAIL.format(when=REFUSED), sweep=SWEEP, effect=effect))


SETTLE_CONFIRMATION = settle_statement("SELECT id FROM accepted")
SETTLE_SIGN_IN = settle_statement(
    SIGN_IN.format(
        open_session=OPEN_SESSION.format(account="accepted", by_code="false"),
        count=COUNT.format(keys=":quotas", when="WHERE EXISTS (SELECT FROM accepted)"),
    )
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a right password opens. `quotas`: the keys under which it counts, in a window of so many seconds."""

    session: NewSession
    quotas: Sequence[str]
    window: float


def settle_check(
    db: Connection,
    *,
    user_id: int | None,
    password_hash: str | None,
    is_right: bool,
    tolerated: Mapping[str, Tolerance],
    longest: float,
    sign_in: SignIn | None = None,
) -> int | None:
    """Settles the check of a password. Returns the id of the session that it opened, or of the user without one.

    Returns None, and counts a failure for each key, where the password was wrong; and also where it was right, but
    since the transaction began the account was disabled, its password changed, or a key blocked by failures: of many
    guesses at once all but the first few must not count. What is accepted forgives the failures of the first key. A
    pause of failures that are not tolerated lasts `longest` seconds at most.

    A session ends those of the user that expired, and the one that was longest not used beyond MAX_SESSIONS.
    """
    values: dict[str, Any] = {"user_id": user_id, "password_hash": password_hash, "is_right": is_right}
    values |= {"keys": list(tolerated), "forgive": next(iter(tolerated)), "longest": longest}
    values |= {"tolerated": [each.failures for each in tolerated.values()]}
    values |= {"windows": [each.window for each in tolerated.values()]}
    if sign_in is None:
        return db.execute(SETTLE_CONFIRMATION, values).scalar_one_or_none()
    values |= {**sign_in.session.parameters(), "quotas": list(sign_in.quotas), "window": sign_in.window}
    return db.execute(SETTLE_SIGN_IN, values).scalar_one_or_none()


def rotate(db: Connection, *, used: bytes, salt: bytes, successor: bytes, session_id: int) -> None:
    """Marks one token as used and stores its successor; both are given as hashes."""
    statement = text("""
        WITH used AS (UPDATE refresh_tokens SET used_at = now(), salt = :salt WHERE token_hash = :used),
        session AS (UPDATE sessions SET used_at = now() WHERE id = :session_id)
        INSERT INTO refresh_tokens (token_hash, session_id) VALUES (:successor, :session_id)
    """)
    db.execute(statement, {"used": used, "salt": salt, "successor": successor, "session_id": session_id})


def end_session(db: Connection, session_id: int) -> None:
    db.execute(delete(sessions).where(sessions.c.id == session_id))


def end_own_session(db: Connection, session_id: int, *, user_id: int) -> None:
    """Raises NotFound for anybody else's."""
    statement = delete(sessions).where(sessions.c.id == session_id, sessions.c.user_id == user_id)
    if db.scalar(statement.returning(sessions.c.id)) is None:
        raise NotFound("session of yours")


def end_session_of_token(db: Connection, token_hash: bytes) -> None:
    """Ends the session that a refresh token belongs to, if there is one."""
    owner = select(refresh_tokens.c.session_id).where(refresh_tokens.c.token_hash == token_hash)
    db.execute(delete(sessions).where(sessions.c.id.in_(owner)))


def end_sessions(db: Connection, user_id: int, *, keep: int | None = None) -> None:
    """Ends all of the user's sessions, but for the one to keep."""
    statement = delete(sessions).where(sessions.c.user_id == user_id)
    db.execute(statement.where(sessions.c.id != keep) if keep is not None else statement)
