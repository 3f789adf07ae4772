"""The parts of the statements that write comments: which one, the count of its post, and the event."""

from sqlalchemy import (
    CTE,
    ColumnElement,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or_ignore

from app.models.comments import comments
from app.models.posts import posts
from app.models.subscriptions import subscriptions
from app.models.users import User
from app.outbox.changes import event_cte
from app.posts.visibility import PUBLIC, visible_to


def seen_comment(comment_id: int, caller: User) -> CTE:
    """The comment, as it is once its post is locked. What is deleted is nobody's, what is hidden is staff's."""
    counts = (~comments.c.hidden).label("counts")
    columns = (
        comments.c.id,
        comments.c.author_id,
        comments.c.version,
        comments.c.staff_only,
        counts,
        PUBLIC.label("is_public"),
    )
    found = select(*columns).select_from(posts)
    found = found.join(comments, comments.c.post_id == posts.c.id).where(
        comments.c.id == comment_id, visible_to(caller)
    )
    found = found.where(comments.c.deleted_at.is_(None))
    if not caller.is_staff:
        found = found.where(~comments.c.hidden)
    return found.with_for_update(key_share=True, of=[posts, comments]).cte("found")


def counted(changed: CTE, step: ColumnElement[int]) -> CTE:
    """Notes are left out: that a post changed would tell of them."""
    values = {"comments_count": posts.c.comments_count + step, "updated_at": func.now()}
    seen = (posts.c.id == changed.c.post_id, ~changed.c.staff_only)
    return update(posts).where(*seen).values(values).cte("counted")


def told_to_all(post: CTE, added: CTE, author: User) -> list[CTE]:
    """What everybody's comment does besides: its author follows the post, it counts, and there is an event."""
    follower = select(added.c.post_id, added.c.author_id)
    subscribed = insert_or_ignore(subscriptions).from_select(["post_id", "user_id"], follower).on_conflict_do_nothing()
    event = event_cte(
        added,
        "comment.created",
        actor_id=author.id,
        via_id=author.via_id,
        post_id=added.c.post_id,
        comment_id=added.c.id,
        where=select(post.c.is_public).scalar_subquery(),
        told=True,
    )
    return [subscribed.cte("subscribed"), counted(added, literal(1)), event]


def changed_event(found: CTE, changed: CTE, caller: User) -> CTE:
    """The event of the change, unless it was hidden before and after: then nobody outside learns of it."""
    was_shown = select(found.c.counts).scalar_subquery()
    event_type = case(
        (changed.c.deleted_at.is_not(None), "comment.deleted"),
        (changed.c.hidden, "comment.hidden"),
        (was_shown, "comment.updated"),
        else_="comment.shown",
    )
    return event_cte(
        changed,
        event_type,
        actor_id=caller.id,
        via_id=caller.via_id,
        post_id=changed.c.post_id,
        comment_id=changed.c.id,
        where=and_(select(found.c.is_public).scalar_subquery(), or_(was_shown, ~changed.c.hidden)),
    )
