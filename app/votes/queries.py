"""Reading votes: who voted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Connection, Select, select, true

from app.errors import NotFound
from app.models.posts import posts
from app.models.record import Record
from app.models.users import Member, User, in_waiting, users
from app.models.votes import votes
from app.posts.visibility import visible_to


class Voter(Record):
    """`cast_by`: who of the staff cast the vote. `email`: of an account in waiting, which has no other name."""

    nested: ClassVar = {"user": Member, "cast_by": Member}

    user_id: int
    created_at: datetime
    user: Member
    cast_by: Member | None
    email: str | None = None


def list_voters(db: Connection, post_id: int, *, caller: User, after: int, limit: int) -> Sequence[Voter]:
    """In the order of the people; one more than `limit`, where there is one. Raises NotFound where the post is not
    seen."""
    # A post without votes is a row without one; a post that the caller may not see is no row. The page's votes are
    # found first: a post may have a hundred thousand, and the planner would join and sort the people of all.
    page = select(votes.c.user_id, votes.c.created_at, votes.c.cast_by_id)
    page = page.where(votes.c.post_id == post_id, votes.c.user_id > after)
    vote, staff = page.order_by(votes.c.user_id).limit(limit + 1).subquery(), users.alias("staff")
    columns = (*Voter.columns(vote), *Member.columns(users, "user"), *Member.columns(staff, "cast_by"))
    statement = select(*columns).select_from(posts).outerjoin(vote, true())
    statement = statement.outerjoin(users, users.c.id == vote.c.user_id)
    statement = statement.outerjoin(staff, staff.c.id == vote.c.cast_by_id)
    statement = statement.where(posts.c.id == post_id, visible_to(caller))
    rows = Voter.all(db.execute(statement.order_by(vote.c.user_id)))
    if not rows:
        raise NotFound("post")
    voters = [row for row in rows if row.user_id is not None]
    emails = emails_in_waiting(db, [voter.user_id for voter in voters if voter.cast_by is not None])
    for voter in voters:
        voter.email = emails.get(voter.user_id)
    return voters


def emails_in_waiting(db: Connection, user_ids: Sequence[int]) -> dict[int, str]:
    """By the ids of those whose accounts wait. A list without such votes reads nobody's address."""
    if not user_ids:
        return {}
    waiting = select(users.c.id, users.c.email).where(users.c.id.in_(user_ids), in_waiting())
    return {user_id: str(email) for user_id, email in db.execute(waiting)}


def votes_of(user_id: int) -> Select[*tuple[Any, ...]]:
    """`cast_by_staff`: whether staff voted for the member."""
    by_staff = votes.c.cast_by_id.is_not(None).label("cast_by_staff")
    return select(votes, by_staff).where(votes.c.user_id == user_id).order_by(votes.c.created_at, votes.c.post_id)


def votes_cast_by(user_id: int) -> Select[int, datetime]:
    """What the member cast for others as staff. For whom is theirs."""
    cast = select(votes.c.post_id, votes.c.created_at).where(votes.c.cast_by_id == user_id)
    return cast.order_by(votes.c.created_at, votes.c.post_id)
