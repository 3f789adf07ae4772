"""What an account's password must be, who becomes the first admin, and what a change of either ends."""

import hmac
from functools import lru_cache
from pathlib import Path
from typing import NoReturn

from sqlalchemy.orm import Session

from app.auth import queries as auth_queries
from app.auth.passwords import hash_password
from app.auth.rules import confirm_password
from app.errors import Forbidden, Invalid
from app.idempotency.queries import forget_answers
from app.log import log_security
from app.models import User
from app.moderation_log.queries import record
from app.settings.config import Settings
from app.users import queries
from app.users.schemas import UserAdminUpdate, UserCreate

COMMON_PASSWORDS = Path(__file__).parent / "common_passwords.txt"


def sign_up(db: Session, settings: Settings, body: UserCreate) -> User:
    """Raises Invalid, Forbidden or Conflict. Hashing stands before the first lock, as it takes long."""
    password = body.password.get_secret_value()
    refuse_common(password, "#/password")
    refuse_wrong_setup_token(settings, body)
    password_hash = hash_password(password, settings)
    role = role_of_newcomer(db, settings, body)
    return queries.create_user(db, email=body.email, name=body.name, password_hash=password_hash, role=role)


def refuse_wrong_setup_token(settings: Settings, body: UserCreate) -> None:
    if settings.setup_token is None or body.setup_token is None:
        return
    given, wanted = body.setup_token.get_secret_value(), settings.setup_token.get_secret_value()
    if not hmac.compare_digest(given.encode(), wanted.encode()):
        refuse_setup_token()


def refuse_setup_token() -> NoReturn:
    log_security("setup_token_refused")
    raise Forbidden("This setup token is wrong, or was used already.", code="setup-token")


def role_of_newcomer(db: Session, settings: Settings, body: UserCreate) -> str:
    """The first account on an empty board is its admin's; where a setup token is set, the first that knows it."""
    if settings.setup_token is None:
        return "admin" if queries.is_first(db, admins_only=False) else "member"
    if body.setup_token is None:
        return "member"
    if not queries.is_first(db, admins_only=True):
        refuse_setup_token()
    return "admin"


def change_password(db: Session, settings: Settings, user: User, session_id: int, *, current: str, new: str) -> None:
    """Ends every other session: whoever had the old password is out. Raises Forbidden, TooManyRequests or Invalid."""
    confirm_password(db, settings, user, current)
    refuse_common(new, "#/new_password")
    if not auth_queries.replace_hash(db, user.id, old=str(user.password_hash), new=hash_password(new, settings)):
        raise Forbidden("The current password is wrong.", code="current-password")  # It was changed meanwhile.
    auth_queries.end_sessions(db, user.id, keep=session_id)
    log_security("password_changed", user_id=user.id)


def refuse_common(password: str, pointer: str) -> None:
    if password.lower() in common_passwords():
        raise Invalid(pointer, "This is one of the commonest passwords. Choose another.")


@lru_cache
def common_passwords() -> frozenset[str]:
    """The 3,000 commonest with at least 8 characters (OWASP ASVS 5.0, 6.2.4), from zxcvbn's frequency list."""
    return frozenset(COMMON_PASSWORDS.read_text().split())


def change_account(db: Session, user_id: int, body: UserAdminUpdate, *, admin: User) -> User:
    """What an admin does to an account; the last admin stays one. Raises NotFound or Conflict."""
    changes = body.model_dump(exclude_none=True)
    if changes.get("role", "admin") != "admin" or changes.get("status", "active") != "active":
        queries.keep_an_admin(db, user_id)
    user = queries.update_user(db, user_id, **changes)
    if changes.get("status") == "disabled":
        auth_queries.end_sessions(db, user_id)
    if changes:
        record(db, admin.id, "user.changed", "user", user_id, **changes)
        log_security("account_changed", user_id=user_id, by=admin.id, **changes)
    return user


def erase(db: Session, user: User) -> None:
    """Leaves posts, votes and counts as they are, and nothing that tells whose they were. Raises Conflict."""
    queries.keep_an_admin(db, user.id)
    queries.anonymise_user(db, user.id)
    forget_answers(db, user.id)
    auth_queries.end_sessions(db, user.id)
    log_security("account_erased", user_id=user.id)
