"""What can be wrong with a token of single sign-on: one line for each fault, which says what to do about it.

The lines are for who writes the signing code. So they are English, go out as OAuth's `error_description` (ASCII without
`"` and `\\`, RFC 6749 §5.2), and hold nothing that the token says: numbers of seconds, and what the board expects.
"""

from app.errors import DomainError, Unavailable

LINES = {
    "off": "This board has no single sign-on: set SSO_ISSUER, and SSO_SECRET or SSO_JWKS_URL.",
    "no-address": "This board does not know its own address, which aud has to be: set PUBLIC_URL.",
    "too-long": "The token is longer than 8192 characters: leave out claims that the board does not read.",
    "parts": "This is no signed JWT: send three parts of base64url with dots between, without quotes or line breaks.",
    "base64": "A part of the token is not base64url as RFC 7515 has it: no padding, no + or slash, nothing behind it.",
    "header-json": "The header of the token is not a JSON object in UTF-8 with each name once.",
    "header-field": "The header has more than alg, typ and kid: leave out jku, jwk, x5u, x5c, crit, cty, zip and the "
    "like. Where keys are is a setting of the board.",
    "header-typ": "typ of the header is neither JWT nor missing: sign a plain JWT, neither nested nor encrypted.",
    "header-kid": "kid of the header is not text of 1 to 255 characters: name a key of the JWKS, or leave it out.",
    "alg": "alg of the header is not {expected}, which is what the key of this board is for: sign with that.",
    "signature": "The signature is wrong: sign with what the board has as SSO_SECRET, exactly its characters in UTF-8, "
    "not decoded from base64 or hex.",
    "signature-public": "The signature is wrong: sign with the private half of a key in the document at SSO_JWKS_URL; "
    "for ES256 it is 64 bytes, not DER.",
    "kid": "No key for this alg and kid is in the document at SSO_JWKS_URL as the board knows it: publish a key an "
    "hour before signing with it.",
    "claims-json": "The claims of the token are not a JSON object in UTF-8 with each name once.",
    "missing": "{claim} is missing: it is {what}.",
    "wrong": "{claim} is not right: it is {what}.",
    "iss": "iss is not the SSO_ISSUER of this board: both have to be the same, character by character.",
    "aud": "aud is not this board: it has to be exactly {audience} as one text.",
    "expired": "The token expired {seconds} s ago (exp): make a new one for each sign-in, and set the clock that it is "
    "made by.",
    "early": "The token is of the future, by {seconds} s (iat or nbf): set the clock of the server that signs.",
    "lives-long": "The token lives too long: exp may be 600 s after iat, and not later.",
    "used": "The token was used before (jti): make a new one, with a new jti, for each sign-in.",
    "unverified": "email_verified is not true, and the board knows nobody by this sub: it makes an account only for an "
    "address that your product has verified.",
    "address-taken": "The address belongs to an account that this sign-in does not open: its owner signs in to the "
    "board itself. With SSO_MATCH_EMAIL, a verified address opens the account of a member.",
    "staff": "The account of this sub is one of the team, and single sign-on opens none of these: sign in to the board "
    "itself.",
    "disabled": "The account of this sub may not sign in.",
    "no-admin": "Nobody has an account on this board, and its first one is the admin's: sign up there first.",
}


NO_REFERRER = {"Referrer-Policy": "no-referrer"}  # On a page, the token stands in its address.


class SSORefused(DomainError):
    """A token that signs nobody in. It is used up all the same, where it was right (`keeps_writes`)."""

    status = 403

    def __init__(self, fault: str, **values: object) -> None:
        line = LINES[fault].format(**values)
        super().__init__(line, code="sso", headers=NO_REFERRER, keeps_writes=True)
        self.fault = fault


class KeysUnavailable(Unavailable):
    """The keys at SSO_JWKS_URL have never been fetched, or there is none among them: nothing can be said of a token."""

    def __init__(self) -> None:
        super().__init__("The keys at SSO_JWKS_URL are not known to the board yet. Try again.")
        self.headers = {**(self.headers or {}), **NO_REFERRER}
        self.keeps_writes = True  # That they were asked for.
