"""One type for each kind of value that crosses the wire, checked at the door.

Text is stored as it was typed, in any script, with joiners and combining marks; only its ends are stripped. Refused are
control characters (NUL can't be stored: SQLSTATE 22021), lone surrogates (which have no UTF-8 form), and in text of one
line also line breaks and bidirectional overrides, with which a name or title could pretend to be another.
"""

import warnings
from typing import Annotated

from fastapi import Path, Query
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
)
from pydantic.warnings import UnsupportedFieldAttributeWarning

MAX_ID = 2**63 - 1  # bigint

ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"
LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$"
# WHATWG HTML's pattern of a valid e-mail address (§4.10.5.1.5), with at least one dot in the domain.
EMAIL = (
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$"
)


def decimal_digits(value: object) -> object:
    """An id in a URL is plain digits; Python would also read `1_0`, ` 1`, `+1` and `1.0`."""
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) < 20):
        raise ValueError("must be a whole number in plain digits")
    return value


def without_nul(value: SecretStr) -> SecretStr:
    """bcrypt's own implementations stop at NUL (passlib refuses it); no keyboard types it."""
    if "\0" in value.get_secret_value():
        raise ValueError("must not contain NUL")
    return value


def not_a_number(value: object) -> object:
    """A time is written as RFC 3339 has it; pydantic would also read `0.5` as half a second after 1970."""
    if isinstance(value, str) and "T" not in value.upper():
        raise ValueError("must be a date and time with an offset, like 2026-01-31T12:00:00Z")
    return value


# A range comes before the validator: behind it, pydantic wouldn't tell the contract.
Id = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(decimal_digits)]
PathId = Annotated[Id, Path()]
Limit = Annotated[int, Field(ge=1, le=100), BeforeValidator(decimal_digits), Query(description="Items per page")]
Cursor = Annotated[str | None, Query(max_length=1_000, description="`next` of the page before")]

Instant = Annotated[AwareDatetime, BeforeValidator(not_a_number)]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)]
Content = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000, pattern=LINES)]
Message = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=LINES)]
Email = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=EMAIL)]
SearchText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)]
MaybeSearchText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=ONE_LINE)]
Slug = Annotated[str, StringConstraints(min_length=1, max_length=50, pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
Password = Annotated[SecretStr, Field(min_length=8, max_length=256), AfterValidator(without_nul)]


# Models are built by the first request that needs them: a cold start of `make bench-cold` goes from 1.40 times the
# floor to 1.34. FastAPI ignores this warning where it builds at once; later it concerns nobody either.
warnings.filterwarnings("ignore", category=UnsupportedFieldAttributeWarning)


class Body(BaseModel):
    """A request's body: unknown fields are refused, and no value is converted (`"1"` and `true` are not numbers)."""

    model_config = ConfigDict(
        extra="forbid", strict=True, defer_build=True
    )  # Built by the first request that needs it.


class Answer(BaseModel):
    """An answer's body, read from a row or an object by attribute."""

    model_config = ConfigDict(from_attributes=True, defer_build=True)
