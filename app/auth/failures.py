"""Failed password checks: how many are tolerated, and the check of the current password."""

from sqlalchemy.orm import Session

from app.auth.passwords import verify_password
from app.errors import Forbidden
from app.log import log_security
from app.models import User
from app.rate_limits.changes import Tolerance, record_failures
from app.rate_limits.limits import TooManyRequests, rate_limit_key
from app.rate_limits.queries import blocked_for
from app.settings.config import Settings

# Failed sign-ins of one account, and of one address, behind which there may be a whole office.
ACCOUNT_TOLERANCE = Tolerance(failures=5, window=86_400.0)
ADDRESS_TOLERANCE = Tolerance(failures=50, window=3_600.0)
LONGEST_PAUSE = 900.0  # Seconds. Longer would let anyone lock anybody out for good.


def confirm_password(db: Session, settings: Settings, user: User, password: str) -> None:
    """That it is the member, and not whoever found the device or a token. Raises Forbidden or TooManyRequests.

    Failures count together with those at sign-in: this must not be the place to go on guessing.
    """
    account = account_key(str(user.email))
    if (seconds := blocked_for(db, account)) is not None:
        raise TooManyRequests(seconds)
    if not verify_password(password, user.password_hash, settings)[0]:
        log_security("password_change_refused", user_id=user.id)
        record_failures(db, {account: ACCOUNT_TOLERANCE}, longest=LONGEST_PAUSE)
        raise Forbidden("The current password is wrong.", code="current-password", keeps_writes=True)


def account_key(email: str) -> str:
    return rate_limit_key("sign-in-account", email)
