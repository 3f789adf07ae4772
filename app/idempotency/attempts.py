"""A request with a key is a first attempt, which has an effect, or a retry, which gets the stored response."""

import hashlib
import hmac
from dataclasses import dataclass

from sqlalchemy import Connection

from app.errors import Forbidden, Invalid, Unavailable
from app.idempotency import changes, queries
from app.idempotency.errors import Replayed
from app.models.users import User
from app.settings.config import Settings


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request with a key. `request_hashes`: of its body under the secret key, and under each one before; as staff
    sends it, and as anybody else."""

    key_hash: bytes
    request_hashes: dict[bool, list[bytes]]
    is_staff: bool
    owner_id: int | None


def new_attempt(settings: Settings, *, owner: User | str, method: str, path: str, key: str, body: bytes) -> Attempt:
    """`owner`: the member or, for a sign-up, the address of the client.

    A body is hashed with a secret: the sign-up's holds a password, and a plain hash would let it be guessed. Staff's is
    hashed for that purpose alone, so that it tells later for whom the stored response was made.
    """
    secrets = (settings.secret_key, *settings.previous_secret_keys)
    purposes = {False: "idempotency", True: "idempotency-of-staff"}
    request_hashes = {
        of_staff: [hmac.digest(f"{purpose}:{secret.get_secret_value()}".encode(), body, "sha256") for secret in secrets]
        for of_staff, purpose in purposes.items()
    }
    who = f"address:{owner}" if isinstance(owner, str) else f"user:{owner.id}"
    key_hash = hashlib.sha256("\n".join((who, method, path, key)).encode()).digest()
    if isinstance(owner, str):
        return Attempt(key_hash, request_hashes, is_staff=False, owner_id=None)
    return Attempt(key_hash, request_hashes, is_staff=owner.is_staff, owner_id=owner.id)


def claim(db: Connection, attempt: Attempt) -> None:
    """Claims the key for this attempt, which has its effect if it commits. Raises as replay does, or Unavailable."""
    if changes.claim(db, attempt.key_hash, attempt.request_hashes[attempt.is_staff][0], owner_id=attempt.owner_id):
        return
    replay(db, attempt)
    raise Unavailable("The first request with this key has no answer yet. Try again.")


def replay(db: Connection, attempt: Attempt) -> None:
    """Raises Replayed where a response is stored, Invalid where it belongs to another body, and Forbidden where it was
    made for staff, and the caller is that no more."""
    stored = queries.find_response(db, attempt.key_hash)
    if stored is None:
        return
    made_for = [of_staff for of_staff, hashes in attempt.request_hashes.items() if stored.request_hash in hashes]
    if not made_for:
        raise Invalid("header:idempotency-key", "This key was used with another body.")
    if True in made_for and not attempt.is_staff:
        raise Forbidden("This was answered to staff, of whom you are no more.")
    raise Replayed(stored)
