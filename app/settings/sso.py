"""The settings of single sign-on, and which of them go together."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from app.outside.urls import target_of
from app.settings.mail_url import NEXT_DOOR
from app.settings.rules import Secret


class SSOSettings(BaseModel):
    """A part of Settings (config.py)."""

    sso_issuer: Annotated[str, Field(max_length=255, pattern=r"^[\x21-\x7e]*$")] = ""
    sso_secret: Secret | None = None
    sso_previous_secret: Secret | None = None
    sso_jwks_url: Annotated[str, Field(max_length=500)] = ""
    sso_match_email: bool = False
    sso_exchanges_per_hour: int = Field(1_000, ge=1)

    @property
    def has_sso(self) -> bool:
        return bool(self.sso_issuer)

    def check_sso(self, *, public_url: str, is_deployed: bool) -> None:
        """Raises ValueError for a part without its whole, and for two kinds of key at once: a token says itself which
        kind it was signed with, and the board must not let it choose."""
        secret, previous = self.sso_secret, self.sso_previous_secret
        if previous and not secret:
            raise ValueError("SSO_PREVIOUS_SECRET: needs SSO_SECRET, which has taken its place")
        if secret and self.sso_jwks_url:
            raise ValueError("SSO_SECRET and SSO_JWKS_URL: only one of them; tokens are signed with one kind of key")
        if secret and previous and secret.get_secret_value() == previous.get_secret_value():
            raise ValueError("SSO_PREVIOUS_SECRET: is the same as SSO_SECRET; remove it, or make a new SSO_SECRET")
        if not self.has_sso and (secret or self.sso_jwks_url):
            raise ValueError("SSO_ISSUER: is missing; it is what the `iss` of every token has to be")
        if self.has_sso and not (secret or self.sso_jwks_url):
            raise ValueError("SSO_SECRET or SSO_JWKS_URL: is missing; SSO_ISSUER signs its tokens with one of them")
        if self.sso_match_email and not self.has_sso:
            raise ValueError("SSO_MATCH_EMAIL: needs SSO_ISSUER, whose word about an address it takes")
        if self.has_sso and not public_url and is_deployed:
            raise ValueError("PUBLIC_URL: is missing; a token of single sign-on (SSO_ISSUER) names the board by it")
        self.check_jwks_url(is_deployed=is_deployed)

    def check_jwks_url(self, *, is_deployed: bool) -> None:
        """What is there is believed because the host's certificate says whose it is. Raises ValueError."""
        if not self.sso_jwks_url:
            return
        try:
            target_of(self.sso_jwks_url, private=not is_deployed and urlsplit(self.sso_jwks_url).hostname in NEXT_DOOR)
        except ValueError as error:
            raise ValueError(f"SSO_JWKS_URL: {error}") from None
