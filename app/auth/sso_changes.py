"""Writing a sign-in by a token of single sign-on: it is used up, and its account found or made, in one statement."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, text

from app.auth.new_sessions import OPEN_SESSION, NewSession

if TYPE_CHECKING:
    from app.sso.assertion import Assertion

# Whoever brings the same token waits for its row, and then finds it used. Whoever brings another one of the same
# subject has waited before, for the count of its exchanges (sso_sign_in.py), and sees here what the first has made.
#
# By the address, no account of the team is found, and one of a member only where SSO_MATCH_EMAIL says so, but for an
# account in waiting, which is nobody's. What nobody has proven becomes the newcomer's alone, as by a mailed code
# (code_changes.py).
SIGN_IN = """
    WITH used AS (
        INSERT INTO sso_used_tokens (token_hash, expires_at)
        VALUES (:token_hash, now() + make_interval(secs => :kept_for))
        ON CONFLICT DO NOTHING RETURNING token_hash
    ),
    swept AS (
        DELETE FROM sso_used_tokens WHERE token_hash = ANY (ARRAY (
            SELECT token_hash FROM sso_used_tokens WHERE expires_at < now()
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
        ))
    ),
    known AS MATERIALIZED (
        SELECT users.id, users.role, users.status FROM users
        WHERE id = (SELECT user_id FROM sso_identities WHERE issuer = :issuer AND subject = :subject) FOR SHARE
    ),
    holder AS MATERIALIZED (
        SELECT id, email_verified,
               status = 'active' AND role = 'member' AND CAST(:email_verified AS boolean)
               AND (CAST(:match_email AS boolean) OR (NOT email_verified AND password_hash IS NULL)) AS may_match
        FROM users WHERE email = :email AND NOT EXISTS (SELECT FROM known) FOR NO KEY UPDATE
    ),
    matched AS (SELECT id, email_verified FROM holder WHERE may_match AND EXISTS (SELECT FROM used)),
    proven AS (
        UPDATE users SET email_verified = true, password_hash = NULL, updated_at = now(),
            name = CASE WHEN password_hash IS NULL THEN :name ELSE name END
        FROM matched WHERE users.id = matched.id AND NOT matched.email_verified
    ),
    taken_over AS (
        DELETE FROM sessions USING matched WHERE sessions.user_id = matched.id AND NOT matched.email_verified
    ),
    made AS (
        INSERT INTO users (email, name, email_verified, language)
        SELECT :email, :name, true, CAST(:language AS text)
        WHERE CAST(:email_verified AS boolean) AND EXISTS (SELECT FROM used)
          AND NOT EXISTS (SELECT FROM known) AND NOT EXISTS (SELECT FROM holder)
          AND (CAST(:has_setup_token AS boolean) OR EXISTS (SELECT FROM users))
        ON CONFLICT (email) DO NOTHING RETURNING id
    ),
    linked AS (
        INSERT INTO sso_identities (issuer, subject, user_id)
        SELECT :issuer, :subject, id FROM (SELECT id FROM matched UNION ALL SELECT id FROM made) AS newly
    ),
    account AS MATERIALIZED (
        SELECT id FROM known WHERE status = 'active' AND role = 'member' AND EXISTS (SELECT FROM used)
        UNION ALL SELECT id FROM matched UNION ALL SELECT id FROM made
    ),
    {open_session}
    SELECT (SELECT id FROM opened) AS session_id, (SELECT user_id FROM opened) AS user_id,
           CASE WHEN NOT EXISTS (SELECT FROM used) THEN 'used'
                WHEN EXISTS (SELECT FROM known WHERE status <> 'active') THEN 'disabled'
                WHEN EXISTS (SELECT FROM known WHERE role <> 'member') THEN 'staff'
                WHEN NOT CAST(:email_verified AS boolean) THEN 'unverified'
                WHEN EXISTS (SELECT FROM users) THEN 'address-taken'
                ELSE 'no-admin' END AS fault
"""
SIGN_IN_BY_TOKEN = text(SIGN_IN.format(open_session=OPEN_SESSION.format(account="account", by_code="false")))


def open_session_by_token(
    db: Connection,
    assertion: "Assertion",
    session: NewSession,
    *,
    token_hash: bytes,
    kept_for: float,
    match_email: bool,
    language: str | None,
    has_setup_token: bool,
    commits: bool,
) -> Row[int | None, int | None, str]:
    """Uses up the token, finds its account or makes one, and starts a session: `session_id` and `user_id`, or None for
    both and a `fault` of app/sso/errors.py.

    `kept_for`: for how many seconds the token is remembered. `commits`: whether the statement is the transaction's last
    and takes COMMIT along, which spares a round trip.
    """
    values: dict[str, Any] = {"issuer": assertion.iss, "subject": assertion.sub, "name": assertion.name}
    values |= {"email": assertion.email, "email_verified": assertion.email_verified, "language": language}
    values |= {"token_hash": token_hash, "kept_for": kept_for, "match_email": match_email}
    values |= {"has_setup_token": has_setup_token, **session.parameters()}
    options = {"commits": True} if commits else {}
    return db.execute(SIGN_IN_BY_TOKEN, values, execution_options=options).one()
