"""Writing idempotency keys: claimed by a request's first statement, given their response by its last."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text, update

from app.models.idempotency_keys import idempotency_keys

# A concurrent request with the same key waits here for the first one's COMMIT. Each claim deletes ten expired rows, as
# no job runs that would.
CLAIM = text("""
    WITH owner AS (SELECT id FROM users WHERE id = :owner_id AND status IN ('active', 'integration') FOR SHARE),
    swept AS (
        DELETE FROM idempotency_keys WHERE key_hash = ANY (ARRAY (
            SELECT key_hash FROM idempotency_keys
            WHERE created_at < now() - interval '24 hours' AND key_hash <> :key_hash
            ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED
        ))
    )
    INSERT INTO idempotency_keys AS kept (key_hash, request_hash)
    SELECT :key_hash, :request_hash WHERE CAST(:owner_id AS bigint) IS NULL OR EXISTS (SELECT FROM owner)
    ON CONFLICT (key_hash) DO UPDATE SET
        request_hash = excluded.request_hash, status = NULL, headers = NULL, body = NULL, created_at = now()
    WHERE kept.created_at < now() - interval '24 hours'
    RETURNING true
""")
FORGET = text("""
    DELETE FROM idempotency_keys
    WHERE headers ->> 'location' LIKE '%/v1/users/' || CAST(:user_id AS text)
       OR CAST(body AS jsonb) #>> '{author,id}' = CAST(:user_id AS text)
""")


def claim(db: Connection, key_hash: bytes, request_hash: bytes, *, owner_id: int | None) -> bool:
    """Returns whether the key was free. It then belongs to this transaction.

    `owner_id`: the member whose response it will hold. Erasing the account waits for the transaction, or this one for
    the erasure, and then the key is not claimed: no response with the member's name comes after it.
    """
    return bool(db.scalar(CLAIM, {"key_hash": key_hash, "request_hash": request_hash, "owner_id": owner_id}))


def store_response(db: Connection, key_hash: bytes, *, status: int, headers: Mapping[str, Any], body: str) -> None:
    claimed = update(idempotency_keys).where(idempotency_keys.c.key_hash == key_hash)
    db.execute(claimed.values(status=status, headers=dict(headers), body=body))


def delete_responses_about(db: Connection, user_id: int) -> None:
    """Deletes the stored responses that name the member. It reads the whole table, which holds one day."""
    db.execute(FORGET, {"user_id": str(user_id)})
