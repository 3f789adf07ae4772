"""The sessions of the board's pages: signing in by a form, and who a cookie's caller is.

The cookie is a random token, of which the table holds the hash alone. It is of no use to the API, whose tokens are of
no use here (queries.CALLER).
"""

from datetime import timedelta

from sqlalchemy import bindparam, func, text, update
from sqlalchemy.orm import Session

from app.auth import codes, password_sign_in
from app.auth.new_sessions import OPEN_SESSION, SignedIn, new_session
from app.auth.queries import CALLER_OF_PAGES
from app.errors import Forbidden
from app.http.dependencies import Client
from app.models import LoginSession, User
from app.settings.config import Settings

USE = timedelta(hours=1)  # How exact `used_at` is: it tells which session was longest not used.
OPEN_FOR = "WITH account AS (SELECT id FROM users WHERE id = :user_id), {open_session} SELECT id FROM opened"
OPEN_FOR_USER = text(OPEN_FOR.format(open_session=OPEN_SESSION.format(account="account", by_code="false")))
USED = (
    update(LoginSession)
    .where(LoginSession.cookie_hash == bindparam("cookie"), LoginSession.used_at < func.now() - USE)
    .values(used_at=func.now())
)
CALLER_WHO_WRITES = CALLER_OF_PAGES.add_cte(USED.cte("used"))


def sign_in_with_password(db: Session, settings: Settings, email: str, password: str, client: Client) -> SignedIn:
    """Raises Forbidden, the same after the same time whatever is wrong, or TooManyRequests."""
    signed_in = password_sign_in.sign_in(db, settings, email, password, client, for_pages=True)
    if signed_in is None:
        raise Forbidden(password_sign_in.REFUSED, code="wrong-credentials", keeps_writes=True)
    return signed_in


def sign_in_with_code(db: Session, settings: Settings, code_id: str, code: str, client: Client) -> SignedIn:
    """Raises Forbidden, the same whatever is wrong, or TooManyRequests."""
    signed_in = codes.sign_in(db, settings, code_id, code, client, for_pages=True)
    if signed_in is None:
        raise Forbidden(codes.REFUSED, code="email-code", keeps_writes=True)
    return signed_in


def open_for(db: Session, settings: Settings, user: User, client: Client) -> SignedIn:
    """For whoever has just made the account with a password, and has no code to wait for."""
    session = new_session(settings, client, for_pages=True)
    session_id = db.execute(OPEN_FOR_USER, {"user_id": user.id, **session.parameters()}).scalar_one()
    return SignedIn(user.id, session_id, session.token)


def get_caller_who_writes(db: Session, cookie_hash: bytes) -> tuple[User, int] | None:
    """As queries.get_caller_by_cookie, and the session counts as used now, in the same statement."""
    row = db.execute(CALLER_WHO_WRITES, {"cookie": cookie_hash}).one_or_none()
    return None if row is None else (row[0], row[1])
