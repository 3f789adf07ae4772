"""Writing mailed codes: asked for, tried, and what a right one opens."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, text
from sqlalchemy.dialects.postgresql import insert

from app.auth.new_sessions import OPEN_SESSION, NewSession
from app.models.email_codes import email_codes
from app.models.users import users

MAX_TRIES = 5

# Expired rows go ten at a time with the next code, as nothing runs here while nobody is there.
REPLACE = text("""
    WITH swept AS (
        DELETE FROM email_codes WHERE email IN (
            SELECT email FROM email_codes WHERE expires_at < now() AND email <> :email
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
        )
    ),
    stored AS (
        INSERT INTO email_codes (email, id_hash, code_hash, name, password_hash, expires_at)
        VALUES (:email, :id_hash, :code_hash, :name, :password_hash, now() + make_interval(secs => :seconds))
        ON CONFLICT (email) DO UPDATE SET
            id_hash = excluded.id_hash, code_hash = excluded.code_hash, tries = 0, created_at = now(),
            name = excluded.name, password_hash = excluded.password_hash, expires_at = excluded.expires_at
        RETURNING email, expires_at
    )
    SELECT users.id AS user_id, CASE WHEN users.status = 'disabled' THEN now() ELSE stored.expires_at END AS mail_until
    FROM stored LEFT JOIN users ON users.email = stored.email
""")

# A concurrent try waits for the row, and then finds one try less, or no row at all.
TRY = text("""
    UPDATE email_codes SET tries = tries + 1
    WHERE id_hash = :id_hash AND tries < :max_tries AND expires_at > now()
    RETURNING email, name, password_hash, code_hash = ANY (CAST(:code_hashes AS bytea[])) AS is_right
""")

# Who proves an address that nobody has proven before gets the account as if it were new: neither a password that
# somebody else may have chosen nor a session of theirs is left. Without a password it is an account in waiting, which
# gets what the sign-up gave, as a new one would.
SIGN_IN = """
    WITH account AS (
        SELECT id, email_verified FROM users WHERE email = :email AND status = 'active' FOR NO KEY UPDATE
    ),
    verified AS (
        UPDATE users SET email_verified = true, updated_at = now(),
            name = CASE WHEN password_hash IS NULL THEN coalesce(CAST(:name AS text), name) ELSE name END,
            password_hash = CASE WHEN password_hash IS NULL THEN CAST(:password_hash AS text) END
        FROM account WHERE users.id = account.id AND NOT account.email_verified
    ),
    taken_over AS (
        DELETE FROM sessions USING account WHERE sessions.user_id = account.id AND NOT account.email_verified
    ),
    used AS (DELETE FROM email_codes USING account WHERE email_codes.email = :email),
    {open_session}
    SELECT id, user_id FROM opened
"""
SIGN_IN_BY_CODE = text(SIGN_IN.format(open_session=OPEN_SESSION.format(account="account", by_code="true")))


def replace_code(
    db: Connection,
    email: str,
    *,
    id_hash: bytes,
    code_hash: bytes,
    lifetime: timedelta,
    name: str | None,
    password_hash: str | None,
) -> Row[int | None, datetime]:
    """Stores the one live code of the address. Returns its account, if there is one, and until when the mail may leave:
    for a disabled account, not at all."""
    values = {"email": email, "id_hash": id_hash, "code_hash": code_hash, "seconds": lifetime.total_seconds()}
    return db.execute(REPLACE, {**values, "name": name, "password_hash": password_hash}).one()


def try_code(
    db: Connection, *, id_hash: bytes, code_hashes: Sequence[bytes]
) -> Row[str, str | None, str | None, bool] | None:
    """Counts a try at a live code, and tells whether it was right. The row stays locked for this transaction."""
    values = {"id_hash": id_hash, "code_hashes": list(code_hashes), "max_tries": MAX_TRIES}
    return db.execute(TRY, values).one_or_none()


def open_session_by_code(
    db: Connection, email: str, session: NewSession, *, name: str | None, password_hash: str | None
) -> Row[int, int] | None:
    """Verifies the address, uses up its code, and starts a session. Returns its id and the user's; None without an
    active account. `name` and `password_hash`: what a sign-up gave, for an account in waiting."""
    values = {"email": email, "name": name, "password_hash": password_hash, **session.parameters()}
    return db.execute(SIGN_IN_BY_CODE, values).one_or_none()


def create_verified_user(db: Connection, email: str, *, name: str, password_hash: str | None, role: str) -> bool:
    """Whether it did: not where the address has an account, be it disabled."""
    values = {"email": email, "name": name, "password_hash": password_hash, "role": role, "email_verified": True}
    statement = insert(users).values(values).on_conflict_do_nothing(index_elements=[users.c.email])
    return db.scalar(statement.returning(users.c.id)) is not None


def delete_codes(db: Connection, *emails: str) -> None:
    db.execute(delete(email_codes).where(email_codes.c.email.in_(emails)))
