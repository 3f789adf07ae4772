"""The provider, as its discovery document says (OpenID Connect Discovery 1.0 §3), and the way to it for a browser."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from app.outside.urls import target_of
from app.settings.config import Settings

SCOPES = "openid email profile"
CALLBACK = "/sign-in/oidc/callback"


class BadProvider(ValueError):
    """The document is not one that a sign-in can be begun with; its text is one line for the operator."""


@dataclass(frozen=True, slots=True)
class Provider:
    """`sends_issuer`: whether its every answer names it (RFC 9207 §3). `by_post`: whether the client's secret is to be
    in the body, as it knows no other way."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None
    sends_issuer: bool
    by_post: bool


def discovery_url(issuer: str) -> str:
    return f"{issuer.rstrip('/')}/.well-known/openid-configuration"


def read_provider(document: str, issuer: str) -> Provider:
    """Raises BadProvider."""
    try:
        found = json.loads(document)
    except (ValueError, RecursionError):
        raise BadProvider("is no JSON") from None
    if not isinstance(found, dict):
        raise BadProvider("is no JSON object")
    if found.get("issuer") != issuer:
        raise BadProvider("has another issuer than OIDC_ISSUER; the two must be the same to the letter")
    if "S256" not in names_in(found, "code_challenge_methods_supported", default=["S256"]):
        raise BadProvider("says that the provider knows no PKCE with S256")
    methods = names_in(found, "token_endpoint_auth_methods_supported", default=["client_secret_basic"])
    if not {"client_secret_basic", "client_secret_post"} & set(methods):
        raise BadProvider("says that the provider takes no client secret")
    return Provider(
        endpoint_in(found, "authorization_endpoint", issuer),
        endpoint_in(found, "token_endpoint", issuer),
        endpoint_in(found, "jwks_uri", issuer),
        endpoint_in(found, "userinfo_endpoint", issuer) if "userinfo_endpoint" in found else None,
        sends_issuer=found.get("authorization_response_iss_parameter_supported") is True,
        by_post="client_secret_basic" not in methods,
    )


def names_in(found: dict[str, Any], name: str, default: list[str]) -> list[str]:
    value = found.get(name, default)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else default


def endpoint_in(found: dict[str, Any], name: str, issuer: str) -> str:
    """https, unless the issuer itself is none of it, as in development."""
    value = found.get(name)
    try:
        target_of(value if isinstance(value, str) else "", private=issuer.startswith("http:"))
    except ValueError as error:
        raise BadProvider(f"has a {name} that can't be: it {error}") from None
    return str(value)


def redirect_uri(settings: Settings) -> str:
    return settings.public_url + CALLBACK


def way_to(provider: Provider, settings: Settings, *, state: str, nonce: str, challenge: str) -> str:
    """The address to which the browser goes (OpenID Connect Core §3.1.2.1)."""
    query = urlencode(
        {
            "response_type": "code",
            "client_id": settings.oidc_client_id,
            "redirect_uri": redirect_uri(settings),
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
    )
    return f"{provider.authorization_endpoint}{'&' if '?' in provider.authorization_endpoint else '?'}{query}"
