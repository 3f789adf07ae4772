"""Reading accounts."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    func,
    or_,
    select,
)

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


SHORTEST_PART = 3  # Characters.
WALKED = 1_000  # Members.
COUNT = bindparam("count", type_=Integer)
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
    values = {"after": after, "count": limit + 1, "role": role, "status": status}
    if q is not None:
        begins = re.sub(r"[\\%_]", r"\\\g<0>", q.lower()) + "%"
        values["pattern"] = begins if len(q) < SHORTEST_PART else f"%{begins}"
    given = {name: value for name, value in values.items() if value is not None}
    statement = list_statement(searched=q is not None, by_role=role is not None, by_status=status is not None)
    return User.all(db.execute(statement, given))


@cache
def list_statement(*, searched: bool, by_role: bool, by_status: bool) -> Select[*tuple[Any, ...]]:
    """With the parameters that list_users() gives; put together once, as the lists of posts are."""
    listed = and_(users.c.id > bindparam("after"), PEOPLE)
    if by_role:
        listed = and_(listed, users.c.role == bindparam("role"))
    if by_status:
        listed = and_(listed, users.c.status == bindparam("status"))
    if searched:
        listed = users.c.id == any_(func.array(found(listed).scalar_subquery()))
    return select(*User.columns(users)).where(listed).order_by(users.c.id).limit(COUNT)


def found(listed: ColumnElement[bool]) -> Select[int]:
    """The ids of the first of these members that the pattern finds.

    Where one of fifty is found, a page of them is soon met with. Where fewer are, trigrams tell them all in no time;
    of many, in a long one. PostgreSQL believes the trigrams so slow that it walks past 7,700 members for a page.
    """
    first = select(users.c.id, users.c.name, users.c.email).where(listed).order_by(users.c.id).limit(WALKED).subquery()
    met = select(first.c.id).where(is_like(first)).order_by(first.c.id).limit(COUNT).cte("met")
    are_few = select(func.count()).select_from(met).scalar_subquery() < COUNT
    # MATERIALIZED keeps the page's limit from the planner, for which it would walk again.
    others = select(users.c.id).where(listed, is_like(users), are_few).cte("others").prefix_with("MATERIALIZED")
    both = select(met.c.id).union(select(others.c.id)).subquery()
    return select(both.c.id).order_by(both.c.id).limit(COUNT)


def is_like(member: FromClause) -> ColumnElement[bool]:
    pattern = bindparam("pattern", type_=Text)
    return or_(func.lower(member.c.name).like(pattern), member.c.email.like(pattern))
