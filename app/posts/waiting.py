"""Which posts wait for the team: those that it has not answered, and those that it has not let in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from app.models import Post, User
from app.posts.lists import posts_for
from app.posts.visibility import PENDING_TEXT, PUBLIC, visible_to

IS_PENDING = Post.visibility == PENDING_TEXT
IS_OPEN = Post.status == literal_column("'open'")


def list_unanswered(db: Session, *, staff: User, limit: int) -> Sequence[Post]:
    """Those with the most votes first."""
    statement = posts_for(staff).where(visible_to(staff), PUBLIC, IS_OPEN)
    statement = statement.where(Post.response.is_(None), Post.merged_into_id.is_(None))
    return db.scalars(statement.order_by(Post.votes_count.desc(), Post.id.desc()).limit(limit)).all()


def list_pending(db: Session, *, staff: User, after: Sequence[str] | None, limit: int) -> Sequence[Post]:
    """The oldest first; one more than `limit`, where there is one. `after`: the time and id of the last one before."""
    statement = posts_for(staff).where(visible_to(staff), IS_PENDING)
    if after is not None:
        last = tuple_(datetime.fromisoformat(after[0]), int(after[1]))
        statement = statement.where(tuple_(Post.created_at, Post.id) > last)
    return db.scalars(statement.order_by(Post.created_at, Post.id).limit(limit + 1)).all()


def count_pending(db: Session) -> int:
    return db.scalar(select(func.count()).where(IS_PENDING, Post.deleted_at.is_(None))) or 0
