"""Who becomes the first admin, however the account is made: by a sign-up, or by a mailed code."""

import hmac
from typing import NoReturn

from pydantic import SecretStr
from sqlalchemy.orm import Session

from app.auth import queries
from app.errors import Forbidden
from app.log import log_security
from app.settings.config import Settings


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
