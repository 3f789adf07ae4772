"""Password hashes, and the only module that knows passlib: another library is a change of this file alone."""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from app.settings.config import Settings

if TYPE_CHECKING:
    from passlib.context import CryptContext

MAX_LENGTH = 1_024  # Characters as they were typed: 256, each of which may come decomposed into four.


@lru_cache
def context(rounds: int) -> "CryptContext":
    """`bcrypt_sha256` hashes with SHA-256 first, so that a pass phrase counts beyond bcrypt's 72 bytes.

    passlib is imported here, as most cold starts serve somebody who sends no password: 10 ms of CPU.
    """
    from passlib.context import CryptContext

    return CryptContext(["bcrypt_sha256"], bcrypt_sha256__rounds=rounds)


def nobodys_hash(rounds: int) -> str:
    """A hash that no password has, and that takes as long to check as any other of its cost."""
    return f"$bcrypt-sha256$v=2,t=2b,r={rounds}${'.' * 22}${'.' * 31}"


def normalised(password: str) -> str:
    """Returns the one form (NFC) of what keyboards send in several (RFC 8265 §4.2.2).

    Raises ValueError beyond MAX_LENGTH, before it is brought to that form: the time that takes grows with the square
    of a run of combining marks (1.6 ms for 1,024 of them, 7 s for 64,000).
    """
    if len(password) > MAX_LENGTH:
        raise ValueError
    return unicodedata.normalize("NFC", password)


def hash_password(password: str, settings: Settings) -> str:
    """Raises ValueError for what is too long, and for what passlib refuses: NUL and lone surrogates."""
    return str(context(settings.bcrypt_rounds).hash(normalised(password)))


def verify_password(password: str, password_hash: str | None, settings: Settings) -> bool:
    """Whether the password is right. Called by app/auth/password_check.py alone, which counts what is wrong.

    It takes as long for an unknown account (`None`), whose password is never right, for a hash that passlib can't read,
    and for one of a lower cost than the setting. It never raises: a password that passlib can't read is wrong.
    """
    rounds = settings.bcrypt_rounds
    cost = cost_of(password_hash)
    stored = password_hash if password_hash is not None and cost is not None else nobodys_hash(rounds)
    try:
        composed = normalised(password)
        right = context(rounds).verify(composed, stored)
        # 2^cost + (2^cost + 2^(cost + 1) + … + 2^(rounds - 1)) = 2^rounds
        for missing in range(rounds if cost is None else cost, rounds):
            context(rounds).verify(composed, nobodys_hash(missing))
    except ValueError:
        return False
    return right


def is_outdated(password_hash: str, settings: Settings) -> bool:
    """Whether the hash has another cost than the setting."""
    return context(settings.bcrypt_rounds).needs_update(password_hash)


def cost_of(password_hash: str | None) -> int | None:
    """None for what is no hash of ours."""
    from passlib.hash import bcrypt_sha256

    try:
        return int(bcrypt_sha256.from_string(password_hash or "").rounds)
    except ValueError:
        return None
