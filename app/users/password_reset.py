"""A new password without the current one, for whoever has just signed in with a mailed code."""

from sqlalchemy import Connection

from app.auth import changes as sessions
from app.auth.passwords import hash_password
from app.auth.queries import is_fresh_by_code
from app.auth.sso_queries import has_product_alone
from app.errors import Conflict, Forbidden
from app.log import log_security
from app.models.users import User
from app.settings.config import Settings
from app.users.common_passwords import refuse_common


def reset_password(db: Connection, settings: Settings, user: User, session_id: int, *, new: str) -> None:
    """Ends every other session. Raises Forbidden, Conflict or Invalid."""
    if settings.has_sso and has_product_alone(db, user.id):
        raise Conflict("You sign in through another site, so this account has no password.", code="no-password")
    if not is_fresh_by_code(db, session_id):
        raise not_confirmed()
    refuse_common(new, "#/new_password")
    if not sessions.set_hash(db, user.id, session_id=session_id, password_hash=hash_password(new, settings)):
        raise not_confirmed()  # The session was ended meanwhile.
    sessions.end_sessions(db, user.id, keep=session_id)
    log_security("password_reset", user_id=user.id)


def not_confirmed() -> Forbidden:
    return Forbidden(
        "Send the current password too, or sign in with a mailed code and do this within ten minutes.",
        code="current-password",
    )
