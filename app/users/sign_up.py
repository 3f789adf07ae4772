"""Signing up: the account, and who becomes the first admin."""

import hmac
from typing import NoReturn

from pydantic import SecretStr
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.auth.passwords import hash_password
from app.errors import Conflict, Forbidden
from app.log import log_security
from app.models import User
from app.settings.config import Settings
from app.users import queries
from app.users.common_passwords import refuse_common


def sign_up(
    db: Session, settings: Settings, *, email: str, name: str, password: str, setup_token: SecretStr | None
) -> User:
    """Raises Invalid, Forbidden or Conflict. Hashing takes long, so it stands before the first lock."""
    refuse_common(password, "#/password")
    if settings.setup_token is not None and setup_token is not None:
        check_setup_token(setup_token, settings.setup_token)
    password_hash = hash_password(password, settings)
    role = role_of_newcomer(db, settings, setup_token)
    return create_user(db, email=email, name=name, password_hash=password_hash, role=role)


def check_setup_token(given: SecretStr, wanted: SecretStr) -> None:
    if not hmac.compare_digest(given.get_secret_value().encode(), wanted.get_secret_value().encode()):
        refuse_setup_token()


def refuse_setup_token() -> NoReturn:
    log_security("setup_token_refused")
    raise Forbidden("This setup token is wrong, or was used already.", code="setup-token")


def role_of_newcomer(db: Session, settings: Settings, setup_token: SecretStr | None) -> str:
    """The first account on an empty board is its admin's; where a setup token is set, the first that knows it."""
    if settings.setup_token is None:
        return "admin" if queries.is_first(db, admins_only=False) else "member"
    if setup_token is None:
        return "member"
    if not queries.is_first(db, admins_only=True):
        refuse_setup_token()
    return "admin"


def create_user(db: Session, *, email: str, name: str, password_hash: str, role: str) -> User:
    """Raises Conflict where the e-mail address has an account already."""
    values = {"email": email, "name": name, "password_hash": password_hash, "role": role}
    statement = insert(User).values(values).on_conflict_do_nothing(index_elements=[User.email]).returning(User)
    user = db.scalar(statement)
    if user is None:
        raise Conflict("This e-mail address has an account already. Sign in instead.", code="email-taken")
    return user
