"""Checking a password: the one place that hashes, looks again and counts, for every way that takes one.

Of many guesses at once, each finds no pause before it hashes. So what hashing found is settled in one statement, which
locks the counts: it refuses a right password behind too many wrong ones, and counts that as a failure like them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from app.auth import changes, queries
from app.auth.changes import SignIn
from app.auth.passwords import verify_password
from app.db.request import commit_early
from app.errors import Forbidden
from app.log import log_security
from app.models.users import User
from app.rate_limits.changes import Tolerance
from app.rate_limits.limits import TooManyRequests, rate_limit_key
from app.settings.config import Settings

# Failed checks of one account, and of one address, behind which there may be a whole office.
ACCOUNT_TOLERANCE = Tolerance(failures=5, window=86_400.0)
ADDRESS_TOLERANCE = Tolerance(failures=50, window=3_600.0)
LONGEST_PAUSE = 900.0  # Seconds. Longer would let anyone lock anybody out for good.


class Checked(NamedTuple):
    """`accepted`: the id of the session that was opened, or of the user where none was to be; None for a refusal.

    `user_id` is of the account that was asked for, if there is one, and `password_hash` its, if it is active.
    """

    accepted: int | None
    user_id: int | None
    password_hash: str | None


def check_password(
    db: Connection,
    settings: Settings,
    email: str,
    password: str,
    tolerated: Mapping[str, Tolerance],
    sign_in: SignIn | None = None,
) -> Checked:
    """Raises TooManyRequests before the password is looked at, where a key is blocked or a quota used up.

    The caller lets what was written stand, also for a refusal (`keeps_writes`). A refusal takes the same time whatever
    its reason, and a disabled account is one that nobody knows.
    """
    quotas = sign_in.quotas if sign_in else ()
    user = queries.find_for_check(db, email, list(tolerated), quotas=quotas, limit=settings.sign_ins_per_hour)
    wait = user.blocked_for if user.blocked_for is not None else user.used_up_for
    if wait is not None:
        log_security("sign_in_blocked", user_id=user.id)
        raise TooManyRequests(wait)
    password_hash = user.password_hash if user.status == "active" else None
    accepted = changes.settle_check(
        db,
        user_id=user.id,
        password_hash=password_hash,
        is_right=verify_password(password, password_hash, settings),
        tolerated=tolerated,
        longest=LONGEST_PAUSE,
        sign_in=sign_in,
    )
    return Checked(accepted, user.id, password_hash)


def confirm_password(db: Connection, settings: Settings, user: User, password: str) -> str:
    """Makes sure that it is the member, and not whoever found the device or a token. Returns the hash that was checked.

    Raises Forbidden or TooManyRequests. What was counted is committed, as what follows may hash again.
    """
    email = str(user.email)
    checked = check_password(db, settings, email, password, {account_key(settings, email): ACCOUNT_TOLERANCE})
    if checked.accepted is None:
        log_security("password_change_refused", user_id=user.id)
        raise wrong_password()
    commit_early(db)
    return str(checked.password_hash)


def wrong_password() -> Forbidden:
    return Forbidden("The current password is wrong.", code="current-password", keeps_writes=True)


def account_key(settings: Settings, email: str) -> str:
    return rate_limit_key(settings, "sign-in-account", email)
