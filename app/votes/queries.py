"""Reading votes: who voted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, Select, select, true
from sqlalchemy.orm import Session, aliased, load_only

from app.errors import NotFound
from app.models import Post, User, Vote
from app.models.users import public_columns
from app.posts.visibility import visible_to


def list_voters(
    db: Session, post_id: int, *, caller: User, after: int, limit: int
) -> Sequence[Row[int, datetime, User]]:
    """`user`, `user_id` and `created_at` of each vote, in the order of the people; one more than `limit`, where there
    is one. Raises NotFound where the post is not seen."""
    # A post without votes is a row without one; a post that the caller may not see is no row. The page's votes are
    # found first: a post may have a hundred thousand, and the planner would join and sort the people of all.
    page = select(Vote.user_id, Vote.created_at).where(Vote.post_id == post_id, Vote.user_id > after)
    vote = page.order_by(Vote.user_id).limit(limit + 1).subquery()
    user = aliased(User, name="user")
    statement = select(vote.c.user_id, vote.c.created_at, user).select_from(Post).outerjoin(vote, true())
    statement = statement.outerjoin(user, user.id == vote.c.user_id).where(Post.id == post_id, visible_to(caller))
    statement = statement.options(load_only(*public_columns(user), raiseload=True))
    rows = db.execute(statement.order_by(vote.c.user_id)).all()
    if not rows:
        raise NotFound("post")
    return [row for row in rows if row.user is not None]


def votes_of(user_id: int) -> Select[Vote]:
    return select(Vote).where(Vote.user_id == user_id).order_by(Vote.created_at, Vote.post_id)
