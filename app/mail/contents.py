"""What a mail tells: read when it is sent, as its reader may see it then, and only if that one still wants it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.languages.language import Language
from app.mail.fan_out import FOLLOWERS, TELLINGS
from app.mail.rendering import one_line
from app.models import Comment, Event, NotificationSettings, Post, StatusChange, Subscription, User, Vote
from app.models.notification_settings import DEFAULTS
from app.posts.visibility import visible_to


def readers_of(db: Session, user_ids: Sequence[int]) -> dict[int, User]:
    """Those who can be written to: an account that is disabled or erased gets no mail."""
    users = select(User).where(User.id.in_(user_ids), User.status == "active")
    return {user.id: user for user in db.scalars(users.execution_options(populate_existing=True))}


def tellable(db: Session, reader: User, language: Language, event_ids: Sequence[int]) -> list[dict[str, Any]]:
    """What of these events the reader is told now, the oldest first, as templates need it."""
    original, actor = aliased(Post), aliased(User)
    # A comment is told where it stands, which a merge may have changed.
    post_of_event = Post.id == func.coalesce(Comment.post_id, Event.post_id)
    original_of_merge = original.id == cast(Event.data["original_id"].astext, BigInteger)
    # An erased account's row has a name in English, and a mail has one in its reader's language.
    actor_of_event = and_(actor.id == Event.actor_id, actor.status != "deleted")
    follows = and_(Subscription.post_id == Event.post_id, Subscription.user_id == reader.id)
    own_vote = and_(Vote.post_id == Event.post_id, Vote.user_id == reader.id)
    columns = (Subscription.subscribed, NotificationSettings, Vote.cast_by_id)
    statement = (
        select(Event, Post, Comment, StatusChange, original, actor.name, *columns)
        .select_from(Event)
        .outerjoin(Comment, Comment.id == Event.comment_id)
        .join(Post, post_of_event)
        .outerjoin(original, original_of_merge)
        .outerjoin(StatusChange, StatusChange.id == cast(Event.data["change_id"].astext, BigInteger))
        .outerjoin(actor, actor_of_event)
        .outerjoin(Subscription, follows)
        .outerjoin(Vote, own_vote)
        .outerjoin(NotificationSettings, NotificationSettings.user_id == reader.id)
        .where(Event.id.in_(event_ids), visible_to(reader), or_(Event.staff_only.is_(False), literal(reader.is_staff)))
        .order_by(Event.id)
    )
    rows = db.execute(statement.execution_options(populate_existing=True)).all()
    return [contents(row, language) for row in rows if is_told(row, reader)]


def is_told(row: Any, reader: User) -> bool:
    """Whether it still is so, and the reader still wants to know."""
    event, post, comment, _, original, _, subscribed, settings, cast_by_id = row
    telling = TELLINGS[event.type]
    chosen = getattr(settings, telling.kind) if settings else DEFAULTS[telling.kind]
    wants = bool(subscribed) if telling.readers == FOLLOWERS else reader.is_staff
    if not wants or chosen == "never":
        return False
    if event.type == "vote.created":
        return cast_by_id is not None and bool(post.visibility == "public")
    if event.actor_id == reader.id:
        return False
    if event.type == "comment.created":
        return comment is not None and comment.deleted_at is None and not comment.hidden
    if event.type == "post.merged":
        is_public = original is not None and original.deleted_at is None and original.visibility == "public"
        return is_public and post.merged_into_id == original.id
    if event.type == "post.pending":
        return bool(post.visibility == "pending")
    return bool(post.visibility == "public")


def contents(row: Any, language: Language) -> dict[str, Any]:
    event, post, comment, change, original, actor_name, *_ = row
    return {
        "event_id": event.id,
        "kind": TELLINGS[event.type].kind,
        "post": {"id": post.id, "title": one_line(post.title), "content": post.content},
        "comment": comment and {"id": comment.id, "content": comment.content},
        "change": change and {"status": change.status, "response": change.response},
        "original": original and {"id": original.id, "title": one_line(original.title)},
        "actor": one_line(actor_name or language.gettext("Deleted member")),
    }
