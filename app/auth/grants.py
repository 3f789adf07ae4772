"""The grants of the token endpoint, and revocation."""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from app.auth import changes, codes, queries
from app.auth.errors import TokenError, TooManyAttempts, TooManyFailures
from app.auth.failures import ACCOUNT_TOLERANCE, ADDRESS_TOLERANCE, LONGEST_PAUSE, account_key
from app.auth.passwords import verify_password
from app.auth.schemas import TokenRead
from app.auth.tokens import issue_access_token, new_refresh_token, read_access_token, successor, token_hash
from app.errors import Unauthorized
from app.http.dependencies import Client
from app.http.email_address import canonical
from app.log import log_security
from app.rate_limits.changes import record_failures
from app.rate_limits.limits import TooManyRequests, rate_limit_key
from app.settings.config import Settings

GRACE = 30.0  # Seconds in which a used refresh token gets its successor again: the first answer may have been lost.
MAX_TOKEN_LENGTH = 200


def sign_in(db: Session, settings: Settings, email: str, password: str, client: Client) -> TokenRead:
    """The password grant. Raises TokenError, the same after the same time for a wrong password, an unknown address and
    a disabled account; after too many of them TooManyFailures, before the password is looked at."""
    email = canonical(email)
    email = email if is_storable(email) else ""
    account, address = account_key(email), rate_limit_key("sign-in-address", client.address)
    user = queries.find_for_sign_in(db, email, [account, address])
    if user.blocked_for is not None:
        log_security("sign_in_blocked", user_id=user.id)
        raise TooManyFailures(user.blocked_for)
    # A disabled account's own hash is not looked at: a right password could show in the time that replacing it takes.
    password_hash = user.password_hash if user.status == "active" else None
    right, better_hash = verify_password(password, password_hash, settings)
    refused = TokenError("invalid_grant", "The e-mail address or the password is wrong.", keeps_writes=True)
    if user.id is None or password_hash is None or not right:
        log_security("sign_in_failed", user_id=user.id)
        record_failures(db, {account: ACCOUNT_TOLERANCE, address: ADDRESS_TOLERANCE}, longest=LONGEST_PAUSE)
        raise refused
    if better_hash and changes.replace_hash(db, user.id, old=password_hash, new=better_hash):
        password_hash = better_hash
    refresh_token = new_refresh_token()
    session_id = changes.open_session(
        db,
        user.id,
        password_hash=password_hash,
        token_hash=token_hash(refresh_token),
        lifetime=timedelta(days=settings.refresh_token_days),
        address=client.address,
        user_agent=client.user_agent,
        keys=[account, address],
    )
    if session_id is None:
        log_security("sign_in_failed", user_id=user.id)
        raise refused  # As if the password were wrong: another answer would tell that it was right.
    return token_response(user.id, session_id, refresh_token, settings)


def sign_in_with_code(db: Session, settings: Settings, code_id: str, code: str, client: Client) -> TokenRead:
    """The grant of a mailed code. Raises TokenError, the same whatever is wrong, or TooManyAttempts."""
    if max(len(code_id), len(code)) > codes.MAX_LENGTH:
        raise TokenError("invalid_grant", codes.REFUSED)
    try:
        signed_in = codes.sign_in(db, settings, code_id, code, client)
    except TooManyRequests as error:
        raise TooManyAttempts(error) from None
    if signed_in is None:
        raise TokenError("invalid_grant", codes.REFUSED, keeps_writes=True)
    return token_response(signed_in.user_id, signed_in.session_id, signed_in.refresh_token, settings)


def refresh(db: Session, settings: Settings, refresh_token: str) -> TokenRead:
    """The refresh grant: one use for each token (RFC 9700 §4.14.2). Raises TokenError.

    A used token ends its session, as either its thief or its owner came second; except that for a short time it is
    answered with the same successor again, as long as nobody has used that.
    """
    refused = TokenError("invalid_grant", "The refresh token is not valid, or no longer. Sign in again.")
    if not is_storable(refresh_token) or len(refresh_token) > MAX_TOKEN_LENGTH:
        raise refused
    row = queries.lock_refresh_token(db, token_hash(refresh_token))
    if row is None or not row.may_go_on:
        raise refused
    if row.used_for is None:
        salt = secrets.token_bytes(32)
        fresh = successor(refresh_token, salt)
        used = token_hash(refresh_token)
        changes.rotate(db, used=used, salt=salt, successor=token_hash(fresh), session_id=row.session_id)
        return token_response(row.user_id, row.session_id, fresh, settings)
    again = successor(refresh_token, row.salt)
    if row.used_for < GRACE and queries.is_unused(db, token_hash(again)):
        return token_response(row.user_id, row.session_id, again, settings)
    changes.end_session(db, row.session_id)
    log_security("refresh_token_reused", user_id=row.user_id, session_id=row.session_id)
    refused.keeps_writes = True
    raise refused


def revoke(db: Session, settings: Settings, token: str) -> None:
    """Ends the session of a refresh or an access token; a token that is not valid needs no revoking (RFC 7009 §2.2)."""
    try:
        changes.end_session(db, read_access_token(token, settings).session_id)
    except Unauthorized:
        if is_storable(token):
            changes.end_session_of_token(db, token_hash(token))


def token_response(user_id: int, session_id: int, refresh_token: str, settings: Settings) -> TokenRead:
    return TokenRead(
        access_token=issue_access_token(user_id, session_id, settings),
        expires_in=settings.access_token_minutes * 60,
        refresh_token=refresh_token,
    )


def is_storable(value: str) -> bool:
    """Whether PostgreSQL could hold the text, and so whether looking for it makes sense: no NUL, no lone surrogate."""
    return value.isprintable()
