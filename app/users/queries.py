"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from app.errors import NotFound
from app.models import User
from app.models.users import public_columns


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
