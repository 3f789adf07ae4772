"""Writing accounts: who may, the statement, its entry in the log, and which sessions a change ends."""

from sqlalchemy import Connection, func, select, text, update

from app.auth import changes as sessions
from app.auth.password_check import confirm_password, wrong_password
from app.auth.passwords import hash_password
from app.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from app.log import log_security
from app.models.users import User, users
from app.moderation_log.changes import log_moderation
from app.settings.config import Settings
from app.users import queries
from app.users.common_passwords import refuse_common

VERSIONED = {"name", "role", "status"}  # What admins change too. A language is the member's own.


def change_password(db: Connection, settings: Settings, user: User, session_id: int, *, current: str, new: str) -> None:
    """Ends every other session: whoever had the old password is out. Raises Forbidden, TooManyRequests or Invalid."""
    old = confirm_password(db, settings, user, current)
    refuse_common(new, "#/new_password")
    if not sessions.replace_hash(db, user.id, old=old, new=hash_password(new, settings)):
        raise wrong_password()  # It was changed meanwhile.
    sessions.end_sessions(db, user.id, keep=session_id)
    log_security("password_changed", user_id=user.id)


def change_account(db: Connection, user_id: int, *, actor: User, version: int | None, **changes: str) -> User:
    """Changes name, role or status for staff; the last admin stays one. Raises NotFound, Forbidden, Conflict, or
    PreconditionFailed where the account is no longer at `version`."""
    if actor.role != "admin":
        check_moderator_may(db, user_id, changes, actor)
    if changes.get("role", "admin") != "admin" or changes.get("status", "active") != "active":
        keep_an_admin(db, user_id)
    user = update_user(db, user_id, version=version, **changes)
    if changes.get("status") == "disabled":
        sessions.end_sessions(db, user_id)
    if changes:
        # The name itself is left out: an entry stays for good, and the name of an erased account must not.
        detail = {field: value for field, value in changes.items() if field != "name"}
        renamed = {"fields": ["name"]} if "name" in changes else {}
        log_moderation(db, actor.id, "user.changed", "user", user_id, **detail, **renamed)
        log_security("account_changed", user_id=user_id, by=actor.id, **detail, **renamed)
    return user


def end_sessions_of(db: Connection, user_id: int, *, admin: User) -> None:
    """Signs a member out everywhere, for an admin. Raises NotFound."""
    queries.get_user(db, user_id, caller=admin)
    sessions.end_sessions(db, user_id)
    log_moderation(db, admin.id, "user.signed_out", "user", user_id)
    log_security("sessions_ended", user_id=user_id, by=admin.id)


def check_moderator_may(db: Connection, user_id: int, changes: dict[str, str], actor: User) -> None:
    """A moderator renames members, and changes nothing else. Raises NotFound or Forbidden."""
    if changes.keys() - {"name"}:
        raise Forbidden("Only an admin may change a role or a status.")
    if queries.get_user(db, user_id, caller=actor).is_staff:
        raise Forbidden("Only an admin may rename staff.")


def update_user(db: Connection, user_id: int, *, version: int | None = None, **changes: str | None) -> User:
    """Raises NotFound, or PreconditionFailed where the account is no longer at `version`."""
    present = update(users).where(users.c.id == user_id, queries.PEOPLE)
    if version is not None:
        present = present.where(users.c.version == version)
    counts = users.c.version + 1 if changes.keys() & VERSIONED else users.c.version
    statement = present.values(**changes, version=counts, updated_at=func.now()).returning(*User.columns(users))
    user = User.one_or_none(db.execute(statement))
    if user is None:
        current = db.scalar(select(users.c.version).where(users.c.id == user_id, queries.PEOPLE))
        if current is None or version is None:
            raise NotFound("member")
        raise PreconditionFailed("member", current=current, expected=version)
    return user


def keep_an_admin(db: Connection, user_id: int) -> None:
    """Refuses to let the last active admin go. Of two who leave at once, the second waits, and is refused."""
    admins = text("SELECT id FROM users WHERE role = 'admin' AND status = 'active' ORDER BY id FOR UPDATE")
    if list(db.scalars(admins)) == [user_id]:
        raise Conflict("This is the last admin. Make somebody else admin first.", code="last-admin")
