"""Password hashes, and the only module that knows passlib: another library is a change of this file alone."""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from app.settings.config import Settings

if TYPE_CHECKING:
    from passlib.context import CryptContext


@lru_cache
def context(rounds: int) -> "CryptContext":
    """`bcrypt_sha256` hashes with SHA-256 first, so that a pass phrase counts beyond bcrypt's 72 bytes.

    passlib is imported here, as most cold starts serve somebody who sends no password: 10 ms of CPU.
    """
    from passlib.context import CryptContext

    return CryptContext(["bcrypt_sha256"], bcrypt_sha256__rounds=rounds)


def nobodys_hash(rounds: int) -> str:
    """A hash that no password has, and that takes as long to check as any other."""
    return f"$bcrypt-sha256$v=2,t=2b,r={rounds}${'.' * 22}${'.' * 31}"


def normalised(password: str) -> str:
    """One form for what keyboards send in several (RFC 8265 §4.2.2: NFC)."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str, settings: Settings) -> str:
    """Raises ValueError for what passlib refuses: NUL, lone surrogates, over 4,096 characters."""
    return str(context(settings.bcrypt_rounds).hash(normalised(password)))


def verify_password(password: str, password_hash: str | None, settings: Settings) -> tuple[bool, str | None]:
    """Whether the password is right, and a new hash where the stored one has another cost than the setting.

    Takes the same time for an unknown account (`None`), whose password is never right, and never raises: what passlib
    can't read, be it password or hash, is wrong.
    """
    rounds = settings.bcrypt_rounds
    try:
        return context(rounds).verify_and_update(normalised(password), password_hash or nobodys_hash(rounds))
    except (ValueError, TypeError):
        return False, None
