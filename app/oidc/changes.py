"""Writing sign-ins: begun, come back with a code, taken by the courier, answered, ended. Times are the database's."""

import json
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from app.outbox.wake import wake_after_commit

LIFETIME = timedelta(minutes=15)  # From the first page to the last, with all that the provider asks in between.
PATIENCE = timedelta(seconds=30)  # In which a code that came back is redeemed, or not at all.

# What has expired goes ten at a time with the next one, as nothing runs here while nobody is there.
BEGIN = text("""
    WITH swept AS (
        DELETE FROM oidc_sign_ins WHERE state_hash IN (
            SELECT state_hash FROM oidc_sign_ins WHERE expires_at < now()
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO oidc_sign_ins (state_hash, browser_hash, user_id, carried, expires_at)
    VALUES (:state, :browser, :user_id, CAST(:carried AS jsonb), now() + make_interval(secs => :seconds))
""")
# A state comes back once: who brings it a second time, with whatever code, changes nothing.
COME_BACK = text("""
    UPDATE oidc_sign_ins SET code = :code, verifier = :verifier, returned_at = now()
    WHERE state_hash = :state AND browser_hash = :browser AND returned_at IS NULL AND expires_at > now()
    RETURNING state_hash
""")
# The code leaves with the statement that hands it out: nobody redeems it twice, whoever dies in between.
TAKE = text("""
    WITH due AS (
        SELECT state_hash, code, verifier FROM oidc_sign_ins
        WHERE code IS NOT NULL AND returned_at > now() - make_interval(secs => :patience)
        ORDER BY returned_at LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE oidc_sign_ins SET code = NULL, verifier = NULL, taken_at = now(), lease_token = gen_random_uuid()
    FROM due WHERE oidc_sign_ins.state_hash = due.state_hash
    RETURNING due.code, due.verifier, lease_token
""")
ANSWER = text("""
    UPDATE oidc_sign_ins SET answer = CAST(:answer AS jsonb) WHERE lease_token = :token AND answer IS NULL
    RETURNING state_hash
""")
END = text("DELETE FROM oidc_sign_ins WHERE state_hash = :state AND browser_hash = :browser")


class Taken(NamedTuple):
    code: str
    verifier: str
    token: Any


def go(db: Connection, *, state: bytes, browser: bytes, user_id: int | None, carried: dict[str, str]) -> None:
    """`state` and `browser`: their hashes. `carried`: what comes along to the last page."""
    values = {"state": state, "browser": browser, "user_id": user_id, "carried": json.dumps(carried)}
    db.execute(BEGIN, {**values, "seconds": LIFETIME.total_seconds()})


def come_back(db: Connection, *, state: bytes, browser: bytes, code: str, verifier: str) -> None:
    """The courier is woken, but not for another browser's state, or one that has come back before."""
    values = {"state": state, "browser": browser, "code": code, "verifier": verifier}
    if db.execute(COME_BACK, values).one_or_none() is not None:
        wake_after_commit(db)


def take(db: Connection) -> Taken | None:
    """The one that has waited longest. One at a time, as what was taken can't be given back."""
    row = db.execute(TAKE, {"patience": PATIENCE.total_seconds()}).one_or_none()
    return None if row is None else Taken(*row)


def answer(db: Connection, *, token: str, said: dict[str, Any]) -> bool:
    """Whether it counted: the first of the lease does."""
    return db.execute(ANSWER, {"token": token, "answer": json.dumps(said)}).one_or_none() is not None


def end(db: Connection, *, state: bytes, browser: bytes) -> None:
    db.execute(END, {"state": state, "browser": browser})
