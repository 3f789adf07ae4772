"""Reading accounts."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, or_, select

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.users import Member, User, users


class VersionedMember(Member):
    version: int


def get_user(db: Connection, user_id: int, *, caller: User | None) -> VersionedMember:
    """Raises NotFound, or Unauthorized for a visitor of a private board."""
    present = select(*VersionedMember.columns(users)).where(users.c.id == user_id, users.c.status != "deleted")
    if caller is None:
        present = present.where(IS_OPEN_TO_VISITORS)
    user = VersionedMember.one_or_none(db.execute(present))
    if user is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("member")
    return user


PEOPLE = users.c.status.in_(("active", "disabled"))  # Neither erased nor an integration.


def get_account(db: Connection, user_id: int) -> User:
    """With what the member and admins alone may see. Raises NotFound."""
    user = User.one_or_none(db.execute(select(*User.columns(users)).where(users.c.id == user_id, PEOPLE)))
    if user is None:
        raise NotFound("member")
    return user


def list_staff(db: Connection, *, limit: int) -> Sequence[Member]:
    """In the order in which they came."""
    staff = select(*Member.columns(users)).where(users.c.role != "member", users.c.status != "deleted")
    return Member.all(db.execute(staff.order_by(users.c.id).limit(limit)))


def list_users(
    db: Connection, *, after: int, limit: int, q: str | None = None, role: str | None = None, status: str | None = None
) -> Sequence[User]:
    """One more than `limit`, where there is one. `q`: a part of the name or the e-mail address; of fewer than three
    characters, which no trigram has, how either begins."""
    present = select(*User.columns(users)).where(users.c.id > after, PEOPLE)
    if q is not None:
        q = q.lower()
        columns = (func.lower(users.c.name), users.c.email)
        like = (
            each.contains(q, autoescape=True) if len(q) > 2 else each.startswith(q, autoescape=True) for each in columns
        )
        present = present.where(or_(*like))
    if role is not None:
        present = present.where(users.c.role == role)
    if status is not None:
        present = present.where(users.c.status == status)
    return User.all(db.execute(present.order_by(users.c.id).limit(limit + 1)))
