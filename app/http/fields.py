"""The types of the values in requests, with the validation that each needs.

Text is stored as it was typed, in any script, with joiners and combining marks; only its ends are stripped. It may hold
no control characters (PostgreSQL can't store NUL: SQLSTATE 22021), no lone surrogates, which have no UTF-8 form, and no
noncharacters (text.py). A text of one line holds no line breaks either, and no bidirectional overrides, because they
can make a name or a title look like another.

Patterns are part of the contract, and client generators write them into literals of their language: they hold no line
separator, no quote and no slash.
"""

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Path
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    SecretStr,
    StringConstraints,
)

from app.http.email_address import canonical
from app.http.text import interchangeable, one_line, visible

MAX_ID = 2**63 - 1  # bigint

ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
# WHATWG HTML's pattern of a valid e-mail address (§4.10.5.1.5), with at least one dot in the domain.
EMAIL = (
    r"^[a-zA-Z0-9.!#$%&\x27*+\x2f=?^_\x60{|}~-]{1,64}"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$"
)


def decimal_digits(value: object) -> object:
    """Allows plain digits alone in a URL, where Python would also read `1_0`, ` 1`, `+1` and `1.0`."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 20):
        raise ValueError("must be a whole number in plain digits")
    return value


def without_nul(value: SecretStr) -> SecretStr:
    """bcrypt ignores what follows a NUL, so passlib rejects it."""
    if "\0" in value.get_secret_value():
        raise ValueError("must not contain NUL")
    return value


def not_a_number(value: object) -> object:
    """Allows RFC 3339 alone, where pydantic would also read `0.5` as half a second after 1970."""
    if isinstance(value, str) and " " in value:
        raise ValueError("must not contain a space: write 2026-01-31T12:00:00Z, and in a URL the + of an offset as %2B")
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("must be a date and time with an offset, like 2026-01-31T12:00:00Z")
    return value


def in_utc(value: datetime) -> datetime:
    """Raises ValueError for a time that no year from 1 to 9999 has in UTC, where PostgreSQL would read another."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be a time between the years 1 and 9999 in UTC") from None


def moment_in(value: object) -> datetime:
    """A date and time with an offset, in a body. Raises ValueError for anything else."""
    if isinstance(value, str) and RFC_3339.fullmatch(value):
        return in_utc(datetime.fromisoformat(value.upper()))
    raise ValueError("is no date and time with an offset")


def canonical_text(value: object) -> object:
    return canonical(value) if isinstance(value, str) else value


# The range comes before the validator: after it, pydantic would leave it out of the OpenAPI document.
Id = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(decimal_digits)]
PathId = Annotated[Id, Path()]

Instant = Annotated[AwareDatetime, BeforeValidator(not_a_number), AfterValidator(in_utc)]

Interchangeable, Visible, OneLine = AfterValidator(interchangeable), AfterValidator(visible), AfterValidator(one_line)
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE),
    OneLine,
    Interchangeable,
    Visible,
]
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE),
    OneLine,
    Interchangeable,
    Visible,
]
Content = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000, pattern=LINES), Interchangeable]
Message = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=LINES),
    Interchangeable,
    Visible,
]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=EMAIL),
    BeforeValidator(canonical_text),
]
SearchText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE), OneLine
]
MaybeSearchText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=ONE_LINE), OneLine]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
PathSlug = Annotated[Slug, Path()]
Password = Annotated[SecretStr, Field(min_length=8, max_length=256), AfterValidator(without_nul)]
