"""Writing statuses: the post's, and its entry in the history."""

from sqlalchemy import Connection, func, insert, literal, select, text, update

from app.models.posts import Post, posts, touched
from app.models.status_history import status_history
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.outbox.changes import event_cte
from app.outbox.wake import wake_after_commit
from app.posts.changes import changeable, explain_unchanged
from app.posts.queries import get_post
from app.posts.visibility import PUBLIC

# The posts are locked in the order of their ids, as whatever changes several does.
COMPLETE = text("""
    WITH locked AS (
        SELECT id, visibility = 'public' AS is_public FROM posts
        WHERE id IN (SELECT post_id FROM changelog_posts WHERE entry_id = :entry_id)
          AND deleted_at IS NULL AND merged_into_id IS NULL AND status <> 'completed'
        ORDER BY id FOR NO KEY UPDATE
    ),
    completed AS (
        UPDATE posts SET status = 'completed', response = :response, responded_at = now(), edited_at = now(),
                         version = version + 1, updated_at = now()
        FROM locked WHERE posts.id = locked.id RETURNING posts.id, locked.is_public
    ),
    appended AS (
        INSERT INTO status_history (post_id, actor_id, status, response)
        SELECT id, :actor_id, 'completed', :response FROM completed RETURNING id, post_id
    ),
    logged AS (
        INSERT INTO moderation_log (actor_id, action, target_type, target_id, detail)
        SELECT :actor_id, 'post.status', 'post', id, '{"status": "completed"}' FROM completed
    )
    INSERT INTO events (type, post_id, actor_id, data, fanned_out_at)
    SELECT 'post.status_changed', completed.id, :actor_id,
           jsonb_build_object('status', 'completed', 'change_id', appended.id), CASE WHEN NOT :told THEN now() END
    FROM completed JOIN appended ON appended.post_id = completed.id WHERE completed.is_public
""")


def complete_posts(db: Connection, entry_id: int, *, actor_id: int, response: str, told: bool) -> None:
    """Completes those posts of a changelog's entry that are not completed yet. `told`: whether each has a mail of its
    own, and not just the entry's."""
    db.execute(COMPLETE, {"entry_id": entry_id, "actor_id": actor_id, "response": response, "told": told})


def set_status(
    db: Connection, post_id: int, *, actor: User, version: int | None, status: str, response: str | None
) -> Post:
    """Sets status and response, and appends both to the history. Raises NotFound, or PreconditionFailed."""
    values = {"status": status, "response": response, "responded_at": func.now() if response else None}
    values |= {"edited_at": func.now()}
    statement = update(posts).where(*changeable(post_id, actor, version)).values(**values, **touched())
    changed = statement.returning(posts.c.id, PUBLIC.label("is_public")).cte("changed")
    entry = select(changed.c.id, literal(actor.id), literal(status), literal(response, status_history.c.response.type))
    entered = insert(status_history).from_select(["post_id", "actor_id", "status", "response"], entry)
    appended = entered.returning(status_history.c.id).cte("appended")
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
