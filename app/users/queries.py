"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, load_only

from app.errors import NotFound
from app.models import User
from app.models.users import public_columns

FIRST_ACCOUNT_LOCK = 0x4EED01  # Any number that no other advisory lock of the board has.


def is_first(db: Session, *, admins_only: bool) -> bool:
    """Whether nobody is there yet, or no admin. Of two who find it so at once, the second waits for the first."""
    somebody = select(User.id)
    if admins_only:
        somebody = somebody.where(User.role == "admin")
    nobody = select(~somebody.exists())
    if not db.scalar(nobody):
        return False
    db.execute(select(func.pg_advisory_xact_lock(FIRST_ACCOUNT_LOCK)))
    return bool(db.scalar(nobody))


def get_user(db: Session, user_id: int) -> User:
    """With what anybody may see."""
    present = select(User).where(User.id == user_id, User.status != "deleted")
    user = db.scalar(present.options(load_only(*public_columns(), raiseload=True)))
    if user is None:
        raise NotFound("member")
    return user


def list_users(db: Session, *, after: int, limit: int) -> Sequence[User]:
    """One more than `limit`, where there is one."""
    present = select(User).where(User.id > after, User.status != "deleted")
    return db.scalars(present.order_by(User.id).limit(limit + 1)).all()
