"""Reading the stored response of an idempotency key."""

from typing import NamedTuple

from sqlalchemy import Connection, text

FIND = text("""
    SELECT request_hash, status, headers, body FROM idempotency_keys
    WHERE key_hash = :key_hash AND status IS NOT NULL AND created_at >= now() - interval '24 hours'
""")


class StoredResponse(NamedTuple):
    request_hash: bytes
    status: int
    headers: dict[str, str]
    body: str


def find_response(db: Connection, key_hash: bytes) -> StoredResponse | None:
    row = db.execute(FIND, {"key_hash": key_hash}).one_or_none()
    return StoredResponse(*row) if row else None
