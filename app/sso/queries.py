"""Reading the keys of single sign-on."""

from sqlalchemy.orm import Session

from app.settings.config import Settings
from app.sso.errors import KeysUnavailable
from app.sso.keys import Keys, SharedSecrets, public_keys


def keys_of(db: Session, settings: Settings) -> Keys:
    """The secrets of the settings, or the keys at SSO_JWKS_URL as they were fetched last, which costs one statement.

    Raises KeysUnavailable where there are none.
    """
    if settings.sso_secret is not None:
        pair = (settings.sso_secret, settings.sso_previous_secret)
        return SharedSecrets(tuple(each.get_secret_value() for each in pair if each))
    document = fetched_document(db, settings.sso_jwks_url)
    if document is None:
        raise KeysUnavailable
    return public_keys(document)


def fetched_document(db: Session, url: str) -> bytes | None:
    return None  # Until there is app.remote.
