"""The commonest passwords, which no account may have."""

from functools import lru_cache
from pathlib import Path

from app.errors import Invalid

COMMON_PASSWORDS = Path(__file__).parent / "common_passwords.txt"


def refuse_common(password: str, pointer: str) -> None:
    if password.lower() in common_passwords():
        raise Invalid(pointer, "This is one of the commonest passwords. Choose another.")


@lru_cache
def common_passwords() -> frozenset[str]:
    """The 3,000 commonest with at least 8 characters (OWASP ASVS 5.0, 6.2.4), from zxcvbn's frequency list."""
    return frozenset(COMMON_PASSWORDS.read_text().split())
