"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models import User
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.users import public_columns


def get_user(db: Session, user_id: int, *, caller: User | None) -> User:
    """With what anybody may see. Raises NotFound, or Unauthorized for a visitor of a private board."""
    present = select(User).where(User.id == user_id, User.status != "deleted")
    if caller is None:
        present = present.where(IS_OPEN_TO_VISITORS)
    user = db.scalar(present.options(load_only(*public_columns(), raiseload=True)))
    if user is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("member")
    return user


def list_users(db: Session, *, after: int, limit: int) -> Sequence[User]:
    """One more than `limit`, where there is one."""
    present = select(User).where(User.id > after, User.status != "deleted")
    return db.scalars(present.order_by(User.id).limit(limit + 1)).all()
