"""Reading the history of statuses."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models.posts import posts
from app.models.status_history import StatusChange, status_history
from app.models.users import Member, User, users
from app.posts.visibility import visible_to


def list_changes(
    db: Connection, post_id: int, *, caller: User | None, after: int, limit: int
) -> Sequence[StatusChange]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post without a status change is a row without one; a post that the caller may not see is no row.
    later = and_(status_history.c.post_id == posts.c.id, status_history.c.id > after)
    columns = (*StatusChange.columns(status_history), *Member.columns(users, "actor"))
    statement = select(*columns).select_from(posts).outerjoin(status_history, later)
    statement = statement.outerjoin(users, users.c.id == status_history.c.actor_id)
    statement = statement.where(posts.c.id == post_id, visible_to(caller))
    rows = StatusChange.all(db.execute(statement.order_by(status_history.c.id).limit(limit + 1)))
    if not rows:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return [change for change in rows if change.id is not None]


def status_changes_of(user_id: int) -> Select[*tuple[Any, ...]]:
    """What the member answered as staff."""
    return select(status_history).where(status_history.c.actor_id == user_id).order_by(status_history.c.id)
