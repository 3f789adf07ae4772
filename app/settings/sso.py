"""Which settings of single sign-on go together."""

from pydantic import SecretStr


def check_sso(
    *,
    issuer: str,
    secret: SecretStr | None,
    previous_secret: SecretStr | None,
    jwks_url: str,
    match_email: bool,
) -> None:
    """Raises ValueError for a part without its whole, and for two kinds of key at once: a token says by its algorithm
    which kind it was signed with, and the board must not let it choose."""
    if previous_secret and not secret:
        raise ValueError("SSO_PREVIOUS_SECRET: needs SSO_SECRET, which has taken its place")
    if secret and jwks_url:
        raise ValueError("SSO_SECRET and SSO_JWKS_URL: only one of them; tokens are signed with one kind of key")
    if secret and previous_secret and secret.get_secret_value() == previous_secret.get_secret_value():
        raise ValueError("SSO_PREVIOUS_SECRET: is the same as SSO_SECRET; remove it, or make a new SSO_SECRET")
    if not issuer and (secret or jwks_url):
        raise ValueError("SSO_ISSUER: is missing; it is what the `iss` of every token has to be")
    if issuer and not (secret or jwks_url):
        raise ValueError("SSO_SECRET or SSO_JWKS_URL: is missing; SSO_ISSUER signs its tokens with one of them")
    if match_email and not issuer:
        raise ValueError("SSO_MATCH_EMAIL: needs SSO_ISSUER, whose word about an address it takes")
