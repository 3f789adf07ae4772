"""The SQL of idempotency keys."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from app.models import IdempotencyKey

# A twin of a request that has not ended yet waits here for its COMMIT. Expired rows go ten at a time with whatever is
# claimed next, as nothing runs here while nobody is there.
CLAIM = text("""
    WITH swept AS (
        DELETE FROM idempotency_keys WHERE key_hash IN (
            SELECT key_hash FROM idempotency_keys
            WHERE created_at < now() - interval '24 hours' AND key_hash <> :key_hash
            ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO idempotency_keys AS kept (key_hash, request_hash) VALUES (:key_hash, :request_hash)
    ON CONFLICT (key_hash) DO UPDATE SET
        request_hash = excluded.request_hash, status = NULL, headers = NULL, body = NULL, created_at = now()
    WHERE kept.created_at < now() - interval '24 hours'
    RETURNING true
""")
FIND = text("""
    SELECT request_hash, status, headers, body FROM idempotency_keys
    WHERE key_hash = :key_hash AND status IS NOT NULL AND created_at >= now() - interval '24 hours'
""")
FORGET = text("""
    DELETE FROM idempotency_keys
    WHERE headers ->> 'location' LIKE '%/v1/users/' || CAST(:user_id AS text)
       OR CAST(body AS jsonb) #>> '{author,id}' = CAST(:user_id AS text)
""")


class StoredAnswer(NamedTuple):
    request_hash: bytes
    status: int
    headers: dict[str, str]
    body: str


def claim(db: Session, key_hash: bytes, request_hash: bytes) -> bool:
    """Whether the key is free; it is the caller's then, until its transaction ends."""
    return bool(db.scalar(CLAIM, {"key_hash": key_hash, "request_hash": request_hash}))


def find_answer(db: Session, key_hash: bytes) -> StoredAnswer | None:
    row = db.execute(FIND, {"key_hash": key_hash}).one_or_none()
    return StoredAnswer(*row) if row else None


def store_answer(db: Session, key_hash: bytes, *, status: int, headers: Mapping[str, Any], body: str) -> None:
    answered = update(IdempotencyKey).where(IdempotencyKey.key_hash == key_hash)
    db.execute(answered.values(status=status, headers=dict(headers), body=body))


def forget_answers(db: Session, user_id: int) -> None:
    """Those that tell the name or the address of the member. It reads the whole table, which is one day's."""
    db.execute(FORGET, {"user_id": str(user_id)})
