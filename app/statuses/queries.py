"""The SQL of statuses."""

from collections.abc import Sequence

from sqlalchemy import and_, func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Post, StatusChange, User
from app.moderation_log.queries import record
from app.posts.changes import may_change, refuse, touched
from app.posts.queries import get_post
from app.posts.visibility import visible_to
from app.users.queries import with_member


def set_status(
    db: Session, post_id: int, *, actor: User, version: int | None, status: str, response: str | None
) -> Post:
    """Answers the post, and keeps the answer in its history. Raises NotFound, or PreconditionFailed."""
    answer = {"status": status, "response": response, "responded_at": func.now() if response else None}
    statement = update(Post).where(*may_change(post_id, actor, version)).values(**answer, **touched())
    answered = statement.returning(Post.id).cte("answered")
    entry = select(answered.c.id, literal(actor.id), literal(status), literal(response, StatusChange.response.type))
    kept = insert(StatusChange).from_select(["post_id", "actor_id", "status", "response"], entry).cte("kept")
    if db.scalar(select(answered.c.id).add_cte(kept)) is None:
        refuse(db, post_id, actor, version)
    record(db, actor.id, "post.status", "post", post_id, status=status)
    return get_post(db, post_id, caller=actor)


def list_changes(db: Session, post_id: int, *, caller: User | None, after: int, limit: int) -> Sequence[StatusChange]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post that was never answered is a row without a change; a post that is not seen is no row.
    later = and_(StatusChange.post_id == Post.id, StatusChange.id > after)
    statement = select(StatusChange).select_from(Post).outerjoin(StatusChange, later).where(Post.id == post_id)
    statement = statement.where(visible_to(caller)).options(with_member(StatusChange.actor))
    found: Sequence[StatusChange | None] = db.scalars(statement.order_by(StatusChange.id).limit(limit + 1)).all()
    if not found:
        raise NotFound("There is no such post.")
    return [change for change in found if change is not None]
