"""Reading votes: who voted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, case, select, true
from sqlalchemy.orm import Session, aliased, load_only

from app.errors import NotFound
from app.models import Post, User, Vote
from app.models.users import in_waiting, public_columns
from app.posts.visibility import visible_to


def list_voters(
    db: Session, post_id: int, *, caller: User, after: int, limit: int
) -> Sequence[Row[int, datetime, str | None, User, User | None]]:
    """`user`, `user_id` and `created_at` of each vote, and `cast_by`, where staff cast it, in the order of the people;
    one more than `limit`, where there is one. Raises NotFound where the post is not seen.

    `email`: of an account in waiting, which staff have no other name for.
    """
    # A post without votes is a row without one; a post that the caller may not see is no row. The page's votes are
    # found first: a post may have a hundred thousand, and the planner would join and sort the people of all.
    page = select(Vote.user_id, Vote.created_at, Vote.cast_by_id).where(Vote.post_id == post_id, Vote.user_id > after)
    vote = page.order_by(Vote.user_id).limit(limit + 1).subquery()
    user, cast_by = aliased(User, name="user"), aliased(User, name="cast_by")
    email = case((in_waiting(user), user.email)).label("email")
    columns = (vote.c.user_id, vote.c.created_at, email, user, cast_by)
    statement = select(*columns).select_from(Post).outerjoin(vote, true())
    statement = statement.outerjoin(user, user.id == vote.c.user_id).outerjoin(cast_by, cast_by.id == vote.c.cast_by_id)
    statement = statement.where(Post.id == post_id, visible_to(caller))
    statement = statement.options(*(load_only(*public_columns(each), raiseload=True) for each in (user, cast_by)))
    rows = db.execute(statement.order_by(vote.c.user_id)).all()
    if not rows:
        raise NotFound("post")
    return [row for row in rows if row.user is not None]


def votes_of(user_id: int) -> Select[Vote, bool]:
    """`cast_by_staff`: whether staff voted for the member."""
    by_staff = Vote.cast_by_id.is_not(None).label("cast_by_staff")
    return select(Vote, by_staff).where(Vote.user_id == user_id).order_by(Vote.created_at, Vote.post_id)


def votes_cast_by(user_id: int) -> Select[int, datetime]:
    """What the member cast for others as staff. For whom is theirs."""
    cast = select(Vote.post_id, Vote.created_at).where(Vote.cast_by_id == user_id)
    return cast.order_by(Vote.created_at, Vote.post_id)
