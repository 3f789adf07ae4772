"""Which keys the board believes: those of its settings, or those that the courier has fetched from where these say."""

from sqlalchemy import Connection

from app.remote.changes import ask_for
from app.remote.queries import get_document
from app.settings.config import Settings
from app.sso.errors import KeysUnavailable
from app.sso.keys import Keys, SharedSecrets, public_keys

STALE = 3_600.0  # Seconds: then the keys are fetched again, when somebody signs in.
TOO_OLD = 7 * 86_400.0  # Then they are believed no more: one may have been withdrawn meanwhile.


def keys_of(db: Connection, settings: Settings) -> Keys:
    """Of public keys it costs one statement, and has the courier fetch them again where they are stale.

    Raises KeysUnavailable where there are none that may be believed.
    """
    if settings.sso_secret is not None:
        return shared_secrets(settings)
    document = get_document(db, settings.sso_jwks_url)
    if document is None or document.age > STALE:
        ask_for(db, settings.sso_jwks_url)
    if document is None or document.age > TOO_OLD:
        raise KeysUnavailable
    return public_keys(document.body)


def shared_secrets(settings: Settings) -> SharedSecrets:
    pair = (settings.sso_secret, settings.sso_previous_secret)
    return SharedSecrets(tuple(each.get_secret_value() for each in pair if each))
