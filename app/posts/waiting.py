"""Which posts wait for the team: those that it has not answered, and those that it has not let in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, literal_column, select, tuple_

from app.models.posts import Post, posts
from app.models.users import User
from app.posts.lists import posts_for
from app.posts.visibility import PENDING_TEXT, PUBLIC, visible_to

IS_PENDING = posts.c.visibility == PENDING_TEXT
IS_OPEN = posts.c.status == literal_column("'open'")


def list_unanswered(db: Connection, *, staff: User, limit: int) -> Sequence[Post]:
    """Those with the most votes first."""
    statement = posts_for(staff).where(visible_to(staff), PUBLIC, IS_OPEN)
    statement = statement.where(posts.c.response.is_(None), posts.c.merged_into_id.is_(None))
    most = statement.order_by(posts.c.votes_count.desc(), posts.c.id.desc()).limit(limit)
    return Post.all(db.execute(most))


def list_pending(db: Connection, *, staff: User, after: Sequence[str] | None, limit: int) -> Sequence[Post]:
    """The oldest first; one more than `limit`, where there is one. `after`: the time and id of the last one before."""
    statement = posts_for(staff).where(visible_to(staff), IS_PENDING)
    if after is not None:
        last = tuple_(datetime.fromisoformat(after[0]), int(after[1]))
        statement = statement.where(tuple_(posts.c.created_at, posts.c.id) > last)
    return Post.all(db.execute(statement.order_by(posts.c.created_at, posts.c.id).limit(limit + 1)))


def count_pending(db: Connection) -> int:
    return db.execute(select(func.count()).where(IS_PENDING, posts.c.deleted_at.is_(None))).scalar_one()
