"""Signing in with a token that the team's own server has signed (RFC 7523), for the token endpoint and for pages."""

import hashlib
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from app.auth.new_sessions import SignedIn, new_session
from app.auth.sso_changes import open_session_by_token
from app.http.dependencies import Client
from app.languages.negotiation import negotiate
from app.log import log_security
from app.models.enums import SessionScope
from app.rate_limits.limits import limit_per_hour, rate_limit_key
from app.remote.changes import ask_for
from app.settings.config import Settings
from app.sso.errors import SSORefused

if TYPE_CHECKING:
    from app.sso.assertion import Assertion

SCOPE: SessionScope = "read write"
CLOCKS_DIFFER = 3_600  # Seconds: if the database's clock is ahead by that, a token is still remembered until `exp`.


def read_token(db: Connection, settings: Settings, token: str, *, audience: str) -> "Assertion":
    """What the token says, where it is right now. Raises SSORefused or KeysUnavailable, whose writes stand.

    Who can't sign comes no further. It is not counted, as it costs little: no statement where both sides have a secret,
    and one read of the keys where they are public. What reads it is imported here: hardly a cold start is for a token.
    """
    from app.sso.assertion import read_assertion
    from app.sso.trusted import keys_of

    try:
        if not settings.has_sso:
            raise SSORefused("off")
        keys = keys_of(db, settings)
        return read_assertion(token, keys, issuer=settings.sso_issuer, audience=audience, now=time.time())
    except SSORefused as refused:
        log_security("sso_refused", fault=refused.fault)
        if refused.fault == "kid":
            ask_for(db, settings.sso_jwks_url)  # It may be a new key. Once a minute, whoever makes such names up.
        raise


def sign_in(
    db: Connection, settings: Settings, token: str, client: Client, *, audience: str, for_pages: bool = False
) -> SignedIn:
    """Signs in whom the token names, and makes an account for a subject that has none, whatever the board's own ways to
    join are: who holds the key is the team. Raises SSORefused, KeysUnavailable or TooManyRequests.

    The session has a scope, and so is no good once the member is one of the team (queries.SIGNED_IN): who signs tokens
    for the product's users has no rights of the team's by one of them. For the API it ends with its access token, so
    that who leaves the product leaves the board: what follows is another token of the product's, and no refresh token.
    """
    assertion = read_token(db, settings, token, audience=audience)
    limit_exchanges(db, settings, assertion, client)
    session = replace(new_session(settings, client, for_pages=for_pages), scope=SCOPE)
    if not for_pages:
        session = replace(session, refreshes=False, lifetime=timedelta(minutes=settings.access_token_minutes))
    opened = open_session_by_token(
        db,
        assertion,
        session,
        token_hash=hashlib.sha256(f"{assertion.iss}\0{assertion.jti}".encode()).digest(),
        kept_for=assertion.exp - time.time() + CLOCKS_DIFFER,
        match_email=settings.sso_match_email,
        language=negotiate(assertion.locale) if assertion.locale else None,
        has_setup_token=settings.setup_token is not None,
        commits=not for_pages,
    )
    if opened.session_id is None:
        log_security("sso_refused", fault=opened.fault)
        raise SSORefused(opened.fault)
    assert opened.user_id is not None, "as there is a session"
    log_security("signed_in_by_sso", user_id=opened.user_id)
    return SignedIn(opened.user_id, opened.session_id, session.token)


def limit_exchanges(db: Connection, settings: Settings, assertion: "Assertion", client: Client) -> None:
    """Counts one for the subject and one for the client's address. Raises TooManyRequests.

    The rows stay locked until COMMIT, so of two sign-ins of one subject at once the second finds the first's account.
    """
    subject = rate_limit_key(settings, "sso", f"{assertion.iss}\0{assertion.sub}")
    address = rate_limit_key(settings, "sso-address", client.address)
    limit_per_hour(db, settings.sso_exchanges_per_hour, subject, address)
