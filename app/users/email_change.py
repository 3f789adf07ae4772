"""Another e-mail address for an account, or the own one verified: by the code that was mailed to it."""

from sqlalchemy import Connection, exists, func, select, update

from app.auth import codes
from app.auth.code_changes import delete_codes
from app.auth.password_check import confirm_password
from app.auth.queries import is_fresh_by_code
from app.errors import Conflict, Forbidden
from app.http.dependencies import Client
from app.log import log_security
from app.models.users import User, users
from app.outbox.changes import enqueue_mail
from app.settings.config import Settings
from app.users.password_reset import not_confirmed


def change_email(
    db: Connection,
    settings: Settings,
    user: User,
    session_id: int,
    client: Client,
    *,
    code_id: str,
    code: str,
    password: str | None,
) -> User:
    """Gives the account the address that the code proves, and tells the old one. Raises Forbidden, Conflict or
    TooManyRequests. What is right and still refused uses up nothing."""
    if password is not None:
        confirm_password(db, settings, user, password)
    proven = codes.redeem(db, settings, code_id, code, client)
    if proven is None:
        raise Forbidden(codes.REFUSED, code="email-code", keeps_writes=True)
    old, new = str(user.email), proven.email
    if new != old:
        if password is None and not is_fresh_by_code(db, session_id):
            raise not_confirmed()
        if db.scalar(select(exists().where(users.c.email == new))):
            raise Conflict("This e-mail address has an account already.", code="email-taken")
    delete_codes(db, old, new)  # Before the account, as whoever tries a code locks them.
    statement = update(users).where(users.c.id == user.id, users.c.email == old)
    statement = statement.values(email=new, email_verified=True, updated_at=func.now())
    changed = User.one_or_none(db.execute(statement.returning(*User.columns(users))))
    if changed is None:
        raise Conflict("The address was changed meanwhile.", code="email-changed")
    if new != old and settings.sends_mail:
        enqueue_mail(db, template="email_changed", address=old, user_id=user.id, data={}, expires_at=None)
    log_security("email_changed" if new != old else "email_verified", user_id=user.id)
    return changed
