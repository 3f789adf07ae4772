"""Writing statuses: the post's, and its entry in the history."""

from sqlalchemy import func, insert, literal, select, update
from sqlalchemy.orm import Session

from app.models import Post, StatusChange, User
from app.models.posts import touched
from app.moderation_log.changes import log_moderation
from app.outbox.changes import event_cte
from app.outbox.wake import wake_after_commit
from app.posts.changes import changeable, explain_unchanged
from app.posts.queries import get_post
from app.posts.visibility import PUBLIC


def set_status(
    db: Session, post_id: int, *, actor: User, version: int | None, status: str, response: str | None
) -> Post:
    """Sets status and response, and appends both to the history. Raises NotFound, or PreconditionFailed."""
    values = {"status": status, "response": response, "responded_at": func.now() if response else None}
    values |= {"edited_at": func.now()}
    statement = update(Post).where(*changeable(post_id, actor, version)).values(**values, **touched())
    changed = statement.returning(Post.id, PUBLIC.label("is_public")).cte("changed")
    entry = select(changed.c.id, literal(actor.id), literal(status), literal(response, StatusChange.response.type))
    entered = insert(StatusChange).from_select(["post_id", "actor_id", "status", "response"], entry)
    appended = entered.returning(StatusChange.id).cte("appended")
    event = event_cte(
        changed,
        "post.status_changed",
        actor_id=actor.id,
        post_id=changed.c.id,
        data=func.jsonb_build_object("status", status, "change_id", select(appended.c.id).scalar_subquery()),
        where=changed.c.is_public,
        told=True,
    )
    if db.scalar(select(changed.c.id).add_cte(event)) is None:
        explain_unchanged(db, post_id, actor, version)
    wake_after_commit(db)
    log_moderation(db, actor.id, "post.status", "post", post_id, status=status)
    return get_post(db, post_id, caller=actor)
