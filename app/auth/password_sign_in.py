"""Signing in with a password, for the token endpoint and for pages."""

from sqlalchemy import Connection

from app.auth import changes
from app.auth.changes import SignIn
from app.auth.new_sessions import SignedIn, new_session
from app.auth.password_check import ACCOUNT_TOLERANCE, ADDRESS_TOLERANCE, account_key, check_password
from app.auth.passwords import hash_password, is_outdated
from app.db.request import commit_early
from app.http.dependencies import Client
from app.http.email_address import canonical
from app.http.text import is_storable
from app.log import log_security
from app.rate_limits.limits import HOUR, rate_limit_key
from app.settings.config import Settings

MAX_EMAIL_LENGTH = 320  # No account has one of more than 254; blanks round it are none of it.
REFUSED = "The e-mail address or the password is wrong."


def sign_in(
    db: Connection, settings: Settings, email: str, password: str, client: Client, *, for_pages: bool = False
) -> SignedIn | None:
    """None for a refusal, which is the same after the same time for a wrong password, an unknown address and a disabled
    account. Raises TooManyRequests after too many of them, before the password is looked at.

    The caller lets what was written stand, also for a refusal, as that counts.
    """
    email = canonical(email) if len(email) <= MAX_EMAIL_LENGTH else ""
    email = email if is_storable(email) else ""
    session = new_session(settings, client, for_pages=for_pages)
    signing_in = SignIn(
        session,
        quotas=[
            rate_limit_key(settings, "signed-in", email),
            rate_limit_key(settings, "signed-in-address", client.address),
        ],
        window=HOUR,
    )
    tolerated = {
        account_key(settings, email): ACCOUNT_TOLERANCE,
        rate_limit_key(settings, "sign-in-address", client.address): ADDRESS_TOLERANCE,
    }
    user = check_password(db, settings, email, password, tolerated, signing_in)
    if user.accepted is None:
        log_security("sign_in_failed", user_id=user.user_id)
        return None
    assert user.user_id is not None, "there is an account, with a hash"
    assert user.password_hash is not None
    if is_outdated(user.password_hash, settings):
        commit_early(db)  # Hashing must keep nobody waiting for what was counted.
        changes.replace_hash(db, user.user_id, old=user.password_hash, new=hash_password(password, settings))
    return SignedIn(user.user_id, user.accepted, session.token)
