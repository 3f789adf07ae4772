"""The sessions of the board's pages: signing in by a form, and who a cookie's caller is.

The cookie is a random token, of which the table holds the hash alone. It is of no use to the API, whose tokens are of
no use here (queries.CALLER).
"""

from datetime import timedelta

from sqlalchemy import Connection, bindparam, func, text, update

from app.auth import codes, password_sign_in
from app.auth.new_sessions import OPEN_SESSION, SignedIn, new_session
from app.auth.queries import CALLER_OF_PAGES, SignedInUser
from app.errors import Forbidden
from app.http.dependencies import Client
from app.models.sessions import sessions
from app.models.users import User
from app.settings.config import Settings

USE = timedelta(hours=1)  # How exact `used_at` is: it tells which session was longest not used.
OPEN_FOR = "WITH account AS (SELECT id FROM users WHERE id = :user_id), {open_session} SELECT id FROM opened"
OPEN_FOR_USER = text(OPEN_FOR.format(open_session=OPEN_SESSION.format(account="account", by_code="false")))
USED = (
    update(sessions)
    .where(sessions.c.cookie_hash == bindparam("cookie"), sessions.c.used_at < func.now() - USE)
    .values(used_at=func.now())
)
CALLER_WHO_WRITES = CALLER_OF_PAGES.add_cte(USED.cte("used"))


def sign_in_with_password(db: Connection, settings: Settings, email: str, password: str, client: Client) -> SignedIn:
    """Raises Forbidden, the same after the same time whatever is wrong, or TooManyRequests."""
    signed_in = password_sign_in.sign_in(db, settings, email, password, client, for_pages=True)
    if signed_in is None:
        raise Forbidden(password_sign_in.REFUSED, code="wrong-credentials", keeps_writes=True)
    return signed_in


def sign_in_with_code(db: Connection, settings: Settings, code_id: str, code: str, client: Client) -> SignedIn:
    """Raises Forbidden, the same whatever is wrong, or TooManyRequests."""
    signed_in = codes.sign_in(db, settings, code_id, code, client, for_pages=True)
    if signed_in is None:
        raise Forbidden(codes.REFUSED, code="email-code", keeps_writes=True)
    return signed_in


def open_for(db: Connection, settings: Settings, user: User, client: Client) -> SignedIn:
    """For whoever has just made the account with a password, and has no code to wait for."""
    session = new_session(settings, client, for_pages=True)
    session_id = db.execute(OPEN_FOR_USER, {"user_id": user.id, **session.parameters()}).scalar_one()
    return SignedIn(user.id, session_id, session.token)


def get_caller_who_writes(db: Connection, cookie_hash: bytes) -> SignedInUser | None:
    """As queries.get_caller_by_cookie, and the session counts as used now, in the same statement."""
    return SignedInUser.one_or_none(db.execute(CALLER_WHO_WRITES, {"cookie": cookie_hash}))
