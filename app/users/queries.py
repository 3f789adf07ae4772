"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select
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
    user = db.scalar(present.options(load_only(*public_columns(), User.version, raiseload=True)))
    if user is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("member")
    return user


PEOPLE = User.status.in_(("active", "disabled"))  # Neither erased nor an integration.


def get_account(db: Session, user_id: int) -> User:
    """With what the member and admins alone may see. Raises NotFound."""
    user = db.scalar(select(User).where(User.id == user_id, PEOPLE))
    if user is None:
        raise NotFound("member")
    return user


def list_staff(db: Session, *, limit: int) -> Sequence[User]:
    """With what anybody may see of them, in the order in which they came."""
    staff = select(User).where(User.role != "member", User.status != "deleted").order_by(User.id).limit(limit)
    return db.scalars(staff.options(load_only(*public_columns(), raiseload=True))).all()


def list_users(
    db: Session, *, after: int, limit: int, q: str | None = None, role: str | None = None, status: str | None = None
) -> Sequence[User]:
    """One more than `limit`, where there is one. `q`: a part of the name or the e-mail address; of fewer than three
    characters, which no trigram has, how either begins."""
    present = select(User).where(User.id > after, PEOPLE)
    if q is not None:
        q = q.lower()
        columns = (func.lower(User.name), User.email)
        like = (
            each.contains(q, autoescape=True) if len(q) > 2 else each.startswith(q, autoescape=True) for each in columns
        )
        present = present.where(or_(*like))
    if role is not None:
        present = present.where(User.role == role)
    if status is not None:
        present = present.where(User.status == status)
    return db.scalars(present.order_by(User.id).limit(limit + 1)).all()
