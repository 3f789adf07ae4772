"""Writing statuses: the post's, and its entry in the history."""

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.models import Post, StatusChange, User
from app.models.posts import touched
from app.moderation_log.changes import log_moderation
from app.posts.changes import changeable, explain_unchanged
from app.posts.queries import get_post


def set_status(
    db: Session, post_id: int, *, actor: User, version: int | None, status: str, response: str | None
) -> Post:
    """Sets status and response, and appends both to the history. Raises NotFound, or PreconditionFailed."""
    values = {"status": status, "response": response, "responded_at": func.now() if response else None}
    values |= {"edited_at": func.now()}
    statement = update(Post).where(*changeable(post_id, actor, version)).values(**values, **touched())
    changed = statement.returning(Post.id).cte("changed")
    entry = select(changed.c.id, literal(actor.id), literal(status), literal(response, StatusChange.response.type))
    appended = insert(StatusChange).from_select(["post_id", "actor_id", "status", "response"], entry).cte("appended")
    if db.scalar(select(changed.c.id).add_cte(appended)) is None:
        explain_unchanged(db, post_id, actor, version)
    log_moderation(db, actor.id, "post.status", "post", post_id, status=status)
    return get_post(db, post_id, caller=actor)
