"""A request with a key is a first attempt, which has an effect, or a retry, which gets the stored response."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.errors import Invalid, Unavailable
from app.idempotency import changes, queries
from app.idempotency.errors import Replayed
from app.settings.config import Settings


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with a key. `request_hashes`: of its body under the secret key, and under each one before."""

    key_hash: bytes
    request_hashes: list[bytes]
    owner_id: int | None


def new_attempt(settings: Settings, *, owner: int | str, method: str, path: str, key: str, body: bytes) -> Attempt:
    """`owner`: the id of the member or, for a sign-up, the address of the client.

    A body is hashed with a secret: the sign-up's holds a password, and a plain hash would let it be guessed.
    """
    secrets = (settings.secret_key, *settings.previous_secret_keys)
    keys = [f"idempotency:{secret.get_secret_value()}".encode() for secret in secrets]
    owner_id = owner if isinstance(owner, int) else None
    scope = "\n".join((f"address:{owner}" if owner_id is None else f"user:{owner}", method, path, key))
    hashes = [hmac.digest(each, body, "sha256") for each in keys]
    return Attempt(hashlib.sha256(scope.encode()).digest(), hashes, owner_id)


def claim(db: Session, attempt: Attempt) -> None:
    """Claims the key for this attempt, which has its effect if it commits. Raises as replay does, or Unavailable."""
    if changes.claim(db, attempt.key_hash, attempt.request_hashes[0], owner_id=attempt.owner_id):
        return
    replay(db, attempt)
    raise Unavailable("The first request with this key has no answer yet. Try again.")


def replay(db: Session, attempt: Attempt) -> None:
    """Raises Replayed where a response is stored, or Invalid where it belongs to another body."""
    stored = queries.find_response(db, attempt.key_hash)
    if stored is None:
        return
    if not any(hmac.compare_digest(stored.request_hash, each) for each in attempt.request_hashes):
        raise Invalid("header:idempotency-key", "This key was used with another body.")
    raise Replayed(stored)
