"""What the provider says of itself, and its keys: fetched by the courier, kept, and fetched again each hour in use."""

from sqlalchemy import Connection

from app.log import logger
from app.oidc.errors import ProviderUnavailable
from app.oidc.provider import BadProvider, Provider, discovery_url, read_provider
from app.remote.changes import ask_for
from app.remote.queries import get_document
from app.settings.config import Settings

FRESH = 3_600.0  # Seconds after which a document is fetched again, while the one that is there serves on.


def known_provider(db: Connection, settings: Settings) -> Provider:
    """By the document that is here; it, and the key set, are asked for where they are not, or are old. Raises
    ProviderUnavailable."""
    discovery = kept_fresh(db, discovery_url(settings.oidc_issuer))
    if discovery is None:
        raise ProviderUnavailable
    try:
        provider = read_provider(discovery, settings.oidc_issuer)
    except BadProvider as error:
        logger.error("the OpenID provider can't be used: its discovery document %s", error)
        ask_for(db, discovery_url(settings.oidc_issuer))
        raise ProviderUnavailable from None
    kept_fresh(db, provider.jwks_uri)
    return provider


def kept_fresh(db: Connection, url: str) -> str | None:
    document = get_document(db, url)
    if document is None or document.age > FRESH:
        ask_for(db, url)
    return document.body if document else None
