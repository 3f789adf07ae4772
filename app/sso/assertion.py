"""What a token of single sign-on says (RFC 7523 §3): who signed it, for whom, until when, and who the member is.

One type for each claim, and every one bounded. Claims that are not here are not read.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from app.http.fields import Email, Name
from app.http.text import is_storable
from app.sso.errors import SSORefused
from app.sso.jws import MAX_TEXT, signed_claims
from app.sso.keys import Keys

MAX_LIFETIME = 600  # Seconds from `iat` to `exp`.
LEEWAY = 60  # Seconds by which the clock of who signs may be ahead; not granted to `exp`.
LAST_SECOND = 253_402_300_799  # Of the year 9999.

# What a claim is, for who left it out or wrote another type.
CLAIMS = {
    "iss": "the SSO_ISSUER of the board, as text",
    "sub": "what your product calls the user for good, never an address, as text of 1 to 255 characters",
    "aud": "the address of the board, as one text and not a list",
    "exp": "the last second of the token since 1970, as a whole number",
    "iat": "the second since 1970 in which it is made, as a whole number",
    "nbf": "a second since 1970, as a whole number, or left out",
    "jti": "a new random text of 1 to 255 characters for each token",
    "email": "the e-mail address of the user, of up to 254 characters",
    "email_verified": "true or false, not a text",
    "name": "one line of 1 to 100 visible characters, without control characters and overrides of direction",
    "locale": "a language as text, like de or pt-BR, or left out",
}


def storable(value: str) -> str:
    if not is_storable(value):
        raise ValueError("must be printable")
    return value


Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(storable)]
Second = Annotated[int, Field(ge=0, le=LAST_SECOND)]


class Assertion(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)

    iss: Text
    sub: Text
    aud: Annotated[str, Field(min_length=1, max_length=1_000)]
    exp: Second
    iat: Second
    nbf: Second = 0
    jti: Text
    email: Email
    email_verified: bool = False
    name: Name
    locale: Annotated[str, Field(max_length=35)] | None = None


def read_assertion(token: str, keys: Keys, *, issuer: str, audience: str, now: float) -> Assertion:
    """`audience`: the address of the board. `now`: seconds since 1970. Raises SSORefused for whatever is not right now;
    whether the token was used before, the database knows."""
    if not audience.startswith("http"):
        raise SSORefused("no-address")
    assertion = checked(signed_claims(token, keys))
    if assertion.iss != issuer:
        raise SSORefused("iss")
    if assertion.aud != audience:
        raise SSORefused("aud", audience=audience)
    if assertion.exp <= now:
        raise SSORefused("expired", seconds=int(now) - assertion.exp)
    if (ahead := max(assertion.iat, assertion.nbf) - int(now)) > LEEWAY:
        raise SSORefused("early", seconds=ahead)
    if assertion.exp - assertion.iat > MAX_LIFETIME:
        raise SSORefused("lives-long")
    return assertion


def checked(claims: dict[str, Any]) -> Assertion:
    """Raises SSORefused for the first claim, in their order, that is missing or not as it should be."""
    try:
        return Assertion.model_validate(claims)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    claim = str(first["loc"][0])
    raise SSORefused("missing" if first["type"] == "missing" else "wrong", claim=claim, what=CLAIMS[claim])
