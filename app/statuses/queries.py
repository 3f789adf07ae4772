"""Reading the history of statuses."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models import Post, StatusChange, User
from app.models.users import with_member
from app.posts.visibility import visible_to


def list_changes(db: Session, post_id: int, *, caller: User | None, after: int, limit: int) -> Sequence[StatusChange]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post without a status change is a row without one; a post that the caller may not see is no row.
    later = and_(StatusChange.post_id == Post.id, StatusChange.id > after)
    statement = select(StatusChange).select_from(Post).outerjoin(StatusChange, later).where(Post.id == post_id)
    statement = statement.where(visible_to(caller)).options(with_member(StatusChange.actor))
    rows: Sequence[StatusChange | None] = db.scalars(statement.order_by(StatusChange.id).limit(limit + 1)).all()
    if not rows:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return [change for change in rows if change is not None]


def status_changes_of(user_id: int) -> Select[StatusChange]:
    """What the member answered as staff."""
    return select(StatusChange).where(StatusChange.actor_id == user_id).order_by(StatusChange.id)
