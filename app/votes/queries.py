"""Reading votes: who voted."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session, aliased, load_only

from app.errors import NotFound
from app.models import Post, User, Vote
from app.models.users import in_waiting, public_columns
from app.posts.visibility import visible_to


class Voter(NamedTuple):
    """`cast_by`: who of the staff cast the vote. `email`: of an account in waiting, which has no other name."""

    user_id: int
    created_at: datetime
    user: User
    cast_by: User | None
    email: str | None


def list_voters(db: Session, post_id: int, *, caller: User, after: int, limit: int) -> Sequence[Voter]:
    """In the order of the people; one more than `limit`, where there is one. Raises NotFound where the post is not
    seen."""
    # A post without votes is a row without one; a post that the caller may not see is no row. The page's votes are
    # found first: a post may have a hundred thousand, and the planner would join and sort the people of all.
    page = select(Vote.user_id, Vote.created_at, Vote.cast_by_id).where(Vote.post_id == post_id, Vote.user_id > after)
    vote = page.order_by(Vote.user_id).limit(limit + 1).subquery()
    user, cast_by = aliased(User, name="user"), aliased(User, name="cast_by")
    statement = select(vote.c.user_id, vote.c.created_at, user, cast_by).select_from(Post).outerjoin(vote, true())
    statement = statement.outerjoin(user, user.id == vote.c.user_id).outerjoin(cast_by, cast_by.id == vote.c.cast_by_id)
    statement = statement.where(Post.id == post_id, visible_to(caller))
    statement = statement.options(*(load_only(*public_columns(each), raiseload=True) for each in (user, cast_by)))
    rows = db.execute(statement.order_by(vote.c.user_id)).all()
    if not rows:
        raise NotFound("post")
    emails = emails_in_waiting(db, [row.user_id for row in rows if row.cast_by is not None])
    return [
        Voter(row.user_id, row.created_at, row.user, row.cast_by, emails.get(row.user_id))
        for row in rows
        if row.user is not None
    ]


def emails_in_waiting(db: Session, user_ids: Sequence[int]) -> dict[int, str]:
    """By the ids of those whose accounts wait. A list without such votes reads nobody's address."""
    if not user_ids:
        return {}
    waiting = select(User.id, User.email).where(User.id.in_(user_ids), in_waiting())
    return {user_id: str(email) for user_id, email in db.execute(waiting)}


def votes_of(user_id: int) -> Select[Vote, bool]:
    """`cast_by_staff`: whether staff voted for the member."""
    by_staff = Vote.cast_by_id.is_not(None).label("cast_by_staff")
    return select(Vote, by_staff).where(Vote.user_id == user_id).order_by(Vote.created_at, Vote.post_id)


def votes_cast_by(user_id: int) -> Select[int, datetime]:
    """What the member cast for others as staff. For whom is theirs."""
    cast = select(Vote.post_id, Vote.created_at).where(Vote.cast_by_id == user_id)
    return cast.order_by(Vote.created_at, Vote.post_id)
