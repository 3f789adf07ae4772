"""Who the provider says somebody is: a subject for good, and what else it says of the person now."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.http.fields import Email, Name

EMAIL: TypeAdapter[str] = TypeAdapter(Email)
NAME: TypeAdapter[str] = TypeAdapter(Name)
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Person:
    """`email` only where the provider has verified it."""

    issuer: str
    subject: str
    email: str | None
    name: str | None


def person_of(claims: dict[str, Any], userinfo: dict[str, Any] | None, *, trusts_email: bool) -> Person:
    """`claims`: of an ID token that was checked. What the userinfo endpoint said counts where it is of the same subject
    (OpenID Connect Core §5.3.2), and the token says nothing itself.

    `trusts_email`: whether an address counts of which the provider doesn't say whether it has verified it.
    """
    same = userinfo if userinfo and userinfo.get("sub") == claims["sub"] else {}
    source = claims if "email" in claims else same
    said = source.get("email_verified", trusts_email)
    verified = said is True or said == "true"  # Some write it as text.
    return Person(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=checked(EMAIL, source.get("email")) if verified else None,
        name=checked(NAME, claims.get("name", same.get("name"))),
    )


def checked(kind: TypeAdapter[str], value: object) -> str | None:
    try:
        return kind.validate_python(value[:LONGEST_NAME] if isinstance(value, str) and kind is NAME else value)
    except ValidationError:
        return None
