"""The two grants of the token endpoint, and what OAuth answers when they fail."""

import secrets
from datetime import timedelta

from fastapi import Request
from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from app.auth import queries
from app.auth.passwords import hash_password, verify_password
from app.auth.schemas import TokenRead
from app.auth.tokens import issue_access_token, new_refresh_token, successor, token_hash
from app.config import Settings
from app.errors import DomainError, Forbidden
from app.log import log_security
from app.users.models import User

GRACE = 30.0  # Seconds in which a used refresh token gets its successor again: the first answer may have been lost.
MAX_TOKEN_LENGTH = 200


class TokenError(DomainError):
    """An error of the token endpoint, which follows RFC 6749 §5.2 and not RFC 9457."""

    status = 400

    def __init__(self, error: str, description: str, *, keeps_writes: bool = False) -> None:
        super().__init__(description)
        self.error = error
        self.keeps_writes = keeps_writes

    def response(self, request: Request) -> JSONResponse:
        return JSONResponse({"error": self.error, "error_description": self.detail}, self.status)


def sign_in(db: Session, settings: Settings, email: str, password: str) -> TokenRead:
    """The password grant. Raises TokenError, the same after the same time for a wrong password, an unknown address and
    a disabled account."""
    user = queries.find_by_email(db, email.strip().lower()) if is_storable(email) else None
    right, better_hash = verify_password(password, user.password_hash if user else None, settings)
    if user is None or not right or user.status != "active":
        log_security("sign_in_failed", user_id=user.id if user else None)
        raise TokenError("invalid_grant", "The e-mail address or the password is wrong.")
    if better_hash:
        queries.replace_hash(db, user.id, better_hash)
    refresh_token = new_refresh_token()
    lifetime = timedelta(days=settings.refresh_token_days)
    session_id = queries.open_session(db, user.id, token_hash=token_hash(refresh_token), lifetime=lifetime)
    return answer(user.id, session_id, refresh_token, settings)


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
        queries.rotate(db, used=used, salt=salt, successor=token_hash(fresh), session_id=row.session_id)
        return answer(row.user_id, row.session_id, fresh, settings)
    again = successor(refresh_token, row.salt)
    if row.used_for < GRACE and queries.is_unused(db, token_hash(again)):
        return answer(row.user_id, row.session_id, again, settings)
    queries.end_session(db, row.session_id)
    log_security("refresh_token_reused", user_id=row.user_id, session_id=row.session_id)
    refused.keeps_writes = True
    raise refused


def change_password(db: Session, settings: Settings, user: User, session_id: int, *, current: str, new: str) -> None:
    """Ends every other session: whoever had the old password is out. Raises Forbidden where `current` is wrong."""
    if not verify_password(current, user.password_hash, settings)[0]:
        log_security("password_change_refused", user_id=user.id)
        raise Forbidden("The current password is wrong.", code="current-password")
    queries.replace_hash(db, user.id, hash_password(new, settings))
    queries.end_other_sessions(db, user.id, keep=session_id)
    log_security("password_changed", user_id=user.id)


def answer(user_id: int, session_id: int, refresh_token: str, settings: Settings) -> TokenRead:
    return TokenRead(
        access_token=issue_access_token(user_id, session_id, settings),
        expires_in=settings.access_token_minutes * 60,
        refresh_token=refresh_token,
    )


def is_storable(value: str) -> bool:
    """Whether PostgreSQL could hold the text, and so whether looking for it makes sense: no NUL, no lone surrogate."""
    return value.isprintable()
