"""Writing accounts: who may, the statement, its entry in the log, and which sessions a change ends."""

from sqlalchemy import func, text, update
from sqlalchemy.orm import Session

from app.auth import changes as sessions
from app.auth.password_check import confirm_password, wrong_password
from app.auth.passwords import hash_password
from app.errors import Conflict, NotFound
from app.idempotency.changes import delete_responses_about
from app.log import log_security
from app.models import User
from app.moderation_log.changes import log_moderation
from app.settings.config import Settings
from app.users.common_passwords import refuse_common


def change_password(db: Session, settings: Settings, user: User, session_id: int, *, current: str, new: str) -> None:
    """Ends every other session: whoever had the old password is out. Raises Forbidden, TooManyRequests or Invalid."""
    old = confirm_password(db, settings, user, current)
    refuse_common(new, "#/new_password")
    if not sessions.replace_hash(db, user.id, old=old, new=hash_password(new, settings)):
        raise wrong_password()  # It was changed meanwhile.
    sessions.end_sessions(db, user.id, keep=session_id)
    log_security("password_changed", user_id=user.id)


def change_account(db: Session, user_id: int, *, admin: User, **changes: str) -> User:
    """Changes role or status for an admin; the last admin stays one. Raises NotFound or Conflict."""
    if changes.get("role", "admin") != "admin" or changes.get("status", "active") != "active":
        keep_an_admin(db, user_id)
    user = update_user(db, user_id, **changes)
    if changes.get("status") == "disabled":
        sessions.end_sessions(db, user_id)
    if changes:
        log_moderation(db, admin.id, "user.changed", "user", user_id, **changes)
        log_security("account_changed", user_id=user_id, by=admin.id, **changes)
    return user


def erase(db: Session, user: User) -> None:
    """Leaves posts, votes and counts as they are, and nothing that tells whose they were. Raises Conflict."""
    keep_an_admin(db, user.id)
    anonymise_user(db, user.id)
    delete_responses_about(db, user.id)
    sessions.end_sessions(db, user.id)
    log_security("account_erased", user_id=user.id)


def update_user(db: Session, user_id: int, **changes: str) -> User:
    present = update(User).where(User.id == user_id, User.status != "deleted")
    statement = present.values(**changes, updated_at=func.now()).returning(User)
    user = db.scalar(statement, execution_options={"populate_existing": True})
    if user is None:
        raise NotFound("member")
    return user


def keep_an_admin(db: Session, user_id: int) -> None:
    """Refuses to let the last active admin go. Of two who leave at once, the second waits, and is refused."""
    admins = text("SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE")
    if list(db.scalars(admins)) == [user_id]:
        raise Conflict("This is the last admin. Make somebody else admin first.", code="last-admin")


def anonymise_user(db: Session, user_id: int) -> None:
    nobody = {"email": None, "password_hash": None, "name": "Deleted member", "role": "member", "status": "deleted"}
    db.execute(update(User).where(User.id == user_id).values(**nobody, updated_at=func.now()))
