"""The grants of the token endpoint, and revocation."""

import math
import secrets

from sqlalchemy import Connection

from app.auth import changes, codes, password_sign_in, queries, sso_sign_in
from app.auth.errors import TokenError
from app.auth.schemas import TokenRead
from app.auth.tokens import issue_access_token, read_access_token, successor, token_hash
from app.db.request import commit_early
from app.errors import Unauthorized
from app.http.dependencies import Client
from app.http.text import is_storable
from app.log import log_security
from app.rate_limits.limits import limit_per_hour, rate_limit_key
from app.settings.config import Settings
from app.sso.errors import LINES

GRACE = 30.0  # Seconds in which a used refresh token gets its successor again: the first answer may have been lost.


def sign_in(db: Connection, settings: Settings, email: str, password: str, client: Client) -> TokenRead:
    """The password grant. Raises TokenError, the same whatever is wrong, or TooManyRequests."""
    signed_in = password_sign_in.sign_in(db, settings, email, password, client)
    if signed_in is None:
        raise TokenError("invalid_grant", password_sign_in.REFUSED, keeps_writes=True)
    return token_response(*signed_in, settings)


def sign_in_with_code(db: Connection, settings: Settings, code_id: str, code: str, client: Client) -> TokenRead:
    """The grant of a mailed code. Raises TokenError, the same whatever is wrong, or TooManyRequests."""
    signed_in = codes.sign_in(db, settings, code_id, code, client)
    if signed_in is None:
        raise TokenError("invalid_grant", codes.REFUSED, keeps_writes=True)
    return token_response(*signed_in, settings)


def sign_in_with_assertion(
    db: Connection, settings: Settings, token: str, client: Client, *, audience: str
) -> TokenRead:
    """The grant of RFC 7523. `audience`: the address of the board. Raises TokenError, SSORefused, Unavailable or
    TooManyRequests."""
    if not settings.has_sso:
        raise TokenError("unsupported_grant_type", LINES["off"])
    user_id, session_id, _ = sso_sign_in.sign_in(db, settings, token, client, audience=audience)
    return token_response(user_id, session_id, None, settings, scope=sso_sign_in.SCOPE)


def refresh(db: Connection, settings: Settings, refresh_token: str, client: Client) -> TokenRead:
    """The refresh grant: one use for each token (RFC 9700 §4.14.2). Raises TokenError, or TooManyRequests.

    A used token ends its session, as either its thief or its owner came second; except that for a short time it is
    answered with the same successor again, as long as nobody has used that.
    """
    limit_per_hour(db, settings.refreshes_per_hour, rate_limit_key(settings, "refresh-address", client.address))
    commit_early(db)  # A refused attempt counts too.
    refused = TokenError("invalid_grant", "The refresh token is not valid, or no longer. Sign in again.")
    if not is_storable(refresh_token):
        raise refused
    row = queries.lock_refresh_token(db, token_hash(refresh_token))
    if row is None or not row.may_go_on:
        raise refused
    limit_per_hour(db, settings.refreshes_per_hour, rate_limit_key(settings, "refresh", row.user_id))
    if row.used_for is None:
        salt = secrets.token_bytes(32)
        fresh = successor(refresh_token, salt)
        used = token_hash(refresh_token)
        changes.rotate(db, used=used, salt=salt, successor=token_hash(fresh), session_id=row.session_id)
        return token_response(
            row.user_id, row.session_id, fresh, settings, seconds_left=row.seconds_left, scope=row.scope
        )
    again = successor(refresh_token, row.salt)
    if row.used_for < GRACE and queries.is_unused(db, token_hash(again)):
        return token_response(
            row.user_id, row.session_id, again, settings, seconds_left=row.seconds_left, scope=row.scope
        )
    changes.end_session(db, row.session_id)
    log_security("refresh_token_reused", user_id=row.user_id, session_id=row.session_id)
    refused.keeps_writes = True
    raise refused


def revoke(db: Connection, settings: Settings, token: str, client: Client) -> None:
    """Ends the session of a refresh or an access token; a token that is not valid needs no revoking (RFC 7009 §2.2).
    Raises TooManyRequests."""
    limit_per_hour(db, settings.refreshes_per_hour, rate_limit_key(settings, "revoke-address", client.address))
    commit_early(db)  # What ends nothing counts too.
    try:
        changes.end_session(db, read_access_token(token, settings).session_id)
    except Unauthorized:
        if is_storable(token):
            changes.end_session_of_token(db, token_hash(token))


def token_response(
    user_id: int,
    session_id: int,
    refresh_token: str | None,
    settings: Settings,
    *,
    seconds_left: float = math.inf,
    scope: str | None = None,
) -> TokenRead:
    """`seconds_left`: until the session ends. Its access tokens end with it. `scope`: the session's."""
    seconds = int(min(settings.access_token_minutes * 60, max(1, seconds_left)))
    access_token = issue_access_token(user_id, session_id, settings, seconds=seconds, scope=scope)
    return TokenRead(access_token=access_token, expires_in=seconds, refresh_token=refresh_token, scope=scope)
