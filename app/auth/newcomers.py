"""Who may join, and who becomes the first admin, however the account is made: by a sign-up, or by a mailed code."""

import hmac
from typing import NoReturn

from pydantic import SecretStr
from sqlalchemy import Connection, select

from app.auth import queries
from app.errors import Forbidden
from app.log import log_security
from app.models.board import board
from app.settings.config import Settings


class SignUpRefused(Forbidden):
    pass


def require_open_sign_up(db: Connection, *, by_code: bool) -> None:
    """Raises SignUpRefused, as the board's admins have set it. Without an admin it is open, as nobody could set it."""
    sign_up = db.scalar(select(board.c.sign_up))
    if sign_up == "closed":
        # A right code has counted as a try by now.
        raise SignUpRefused("This board takes no new members.", code="sign-up-closed", keeps_writes=by_code)
    if sign_up == "by_code" and not by_code:
        detail = "Here, a mailed code makes an account: ask for one with POST /v1/auth/codes, and sign in with it."
        raise SignUpRefused(detail, code="sign-up-by-code")


def check_setup_token(given: SecretStr, wanted: SecretStr) -> None:
    if not hmac.compare_digest(given.get_secret_value().encode(), wanted.get_secret_value().encode()):
        refuse_setup_token()


def refuse_setup_token() -> NoReturn:
    log_security("setup_token_refused")
    raise Forbidden("This setup token is wrong, or was used already.", code="setup-token")


def role_of_newcomer(db: Connection, settings: Settings, setup_token: SecretStr | None) -> str:
    """The first account on an empty board is its admin's; where a setup token is set, the first that knows it."""
    if settings.setup_token is None:
        return "admin" if queries.is_first(db, admins_only=False) else "member"
    if setup_token is None:
        return "member"
    if not queries.is_first(db, admins_only=True):
        refuse_setup_token()
    return "admin"
