"""Signing up: the account, and who becomes the first admin."""

from pydantic import SecretStr
from sqlalchemy import Connection, func
from sqlalchemy.dialects.postgresql import insert

from app.auth import codes
from app.auth.newcomers import check_setup_token, require_open_sign_up, role_of_newcomer
from app.auth.passwords import hash_password
from app.db.request import commit_early
from app.errors import Conflict
from app.http.dependencies import Client
from app.models.users import User, in_waiting, users
from app.rate_limits.limits import limit_per_hour, rate_limit_key
from app.settings.config import Settings
from app.users.common_passwords import refuse_common


def limit_sign_ups(db: Connection, settings: Settings, client: Client) -> dict[str, str]:
    """Counts one more from the client's address. Returns headers that tell what is left; raises TooManyRequests.

    It is committed at once: a refused attempt counts too, and hashing must not keep others at this address waiting.
    """
    left = limit_per_hour(db, settings.sign_ups_per_hour, rate_limit_key(settings, "sign-up", client.address))
    commit_early(db)
    return left


def sign_up(
    db: Connection,
    settings: Settings,
    client: Client,
    *,
    email: str,
    name: str,
    password: str,
    setup_token: SecretStr | None,
    language: str | None = None,
) -> User | str:
    """The account; or, where the board sends mail, the id of a code that makes it, so that nobody learns who has one.

    A board's first admin has nothing to wait for. Raises Invalid, Forbidden, Conflict or TooManyRequests. Hashing takes
    long, so it stands before the first lock. `language`: of the mail.
    """
    require_open_sign_up(db, by_code=False)
    refuse_common(password, "#/password")
    if settings.setup_token is not None and setup_token is not None:
        check_setup_token(setup_token, settings.setup_token)
    password_hash = hash_password(password, settings)
    role = role_of_newcomer(db, settings, setup_token)
    if settings.sends_mail and role != "admin":
        return codes.ask_for_code(
            db, settings, email, client, name=name, password_hash=password_hash, language=language
        )
    return create_user(db, email=email, name=name, password_hash=password_hash, role=role)


def create_user(db: Connection, *, email: str, name: str, password_hash: str, role: str) -> User:
    """An account in waiting becomes the newcomer's. Raises Conflict where the address has another account already."""
    values = {"name": name, "password_hash": password_hash, "role": role}
    added = insert(users).values(email=email, **values)
    made = added.on_conflict_do_update(
        index_elements=[users.c.email], set_={**values, "updated_at": func.now()}, where=in_waiting()
    )
    user = User.one_or_none(db.execute(made.returning(*User.columns(users))))
    if user is None:
        raise Conflict("This e-mail address has an account already. Sign in instead.", code="email-taken")
    return user
