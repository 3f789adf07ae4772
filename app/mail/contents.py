"""What a mail tells: read when it is sent, as its reader may see it then, and only if that one still wants it."""

from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Connection, and_, cast, func, literal, or_, select

from app.languages.language import Language
from app.mail.fan_out import FOLLOWERS, TELLINGS
from app.mail.rendering import one_line
from app.models.comments import Comment, comments
from app.models.events import Event, events
from app.models.notification_settings import DEFAULTS, NotificationSettings, notification_settings
from app.models.posts import Post, posts
from app.models.record import Record
from app.models.status_history import StatusChange, status_history
from app.models.subscriptions import subscriptions
from app.models.users import User, users
from app.models.votes import votes
from app.posts.visibility import visible_to


def readers_of(db: Connection, user_ids: Sequence[int]) -> dict[int, User]:
    """Those who can be written to: an account that is disabled or erased gets no mail."""
    active = select(*User.columns(users)).where(users.c.id.in_(user_ids), users.c.status == "active")
    return {user.id: user for user in User.all(db.execute(active))}


class Tellable(Record):
    """An event, what it is about, and what decides whether its reader is told."""

    nested: ClassVar = {
        "event": Event,
        "post": Post,
        "comment": Comment,
        "change": StatusChange,
        "original": Post,
        "settings": NotificationSettings,
    }

    event: Event
    post: Post
    comment: Comment | None
    change: StatusChange | None
    original: Post | None
    settings: NotificationSettings | None
    actor_name: str | None
    subscribed: bool | None
    cast_by_id: int | None


def tellable(db: Connection, reader: User, language: Language, event_ids: Sequence[int]) -> list[dict[str, Any]]:
    """What of these events the reader is told now, the oldest first, as templates need it."""
    original, actor = posts.alias("original"), users.alias("actor")
    # A comment is told where it stands, which a merge may have changed.
    post_of_event = posts.c.id == func.coalesce(comments.c.post_id, events.c.post_id)
    original_of_merge = original.c.id == cast(events.c.data["original_id"].astext, BigInteger)
    # An erased account's row has a name in English, and a mail has one in its reader's language.
    actor_of_event = and_(actor.c.id == events.c.actor_id, actor.c.status != "deleted")
    follows = and_(subscriptions.c.post_id == events.c.post_id, subscriptions.c.user_id == reader.id)
    own_vote = and_(votes.c.post_id == events.c.post_id, votes.c.user_id == reader.id)
    columns = (
        *Event.columns(events, "event"),
        *Post.columns(posts, "post"),
        *Comment.columns(comments, "comment"),
        *StatusChange.columns(status_history, "change"),
        *Post.columns(original, "original"),
        *NotificationSettings.columns(notification_settings, "settings"),
        actor.c.name.label("actor_name"),
        subscriptions.c.subscribed,
        votes.c.cast_by_id,
    )
    statement = (
        select(*columns)
        .select_from(events)
        .outerjoin(comments, comments.c.id == events.c.comment_id)
        .join(posts, post_of_event)
        .outerjoin(original, original_of_merge)
        .outerjoin(status_history, status_history.c.id == cast(events.c.data["change_id"].astext, BigInteger))
        .outerjoin(actor, actor_of_event)
        .outerjoin(subscriptions, follows)
        .outerjoin(votes, own_vote)
        .outerjoin(notification_settings, notification_settings.c.user_id == reader.id)
        .where(
            events.c.id.in_(event_ids),
            visible_to(reader),
            or_(events.c.staff_only.is_(False), literal(reader.is_staff)),
        )
        .order_by(events.c.id)
    )
    found = Tellable.all(db.execute(statement))
    return [contents(each, language) for each in found if is_told(each, reader)]


def is_told(about: Tellable, reader: User) -> bool:
    """Whether it still is so, and the reader still wants to know."""
    event, post, comment, original = about.event, about.post, about.comment, about.original
    telling = TELLINGS[event.type]
    chosen = getattr(about.settings, telling.kind) if about.settings else DEFAULTS[telling.kind]
    wants = bool(about.subscribed) if telling.readers == FOLLOWERS else reader.is_staff
    if not wants or chosen == "never":
        return False
    if event.type == "vote.created":
        return about.cast_by_id is not None and post.visibility == "public"
    if event.type == "comment.created":
        return comment is not None and comment.deleted_at is None and not comment.hidden
    if event.type == "post.merged":
        return original is not None and original.visibility == "public" and post.merged_into_id == original.id
    if event.type == "post.pending":
        return post.visibility == "pending"
    return post.visibility == "public"


def contents(about: Tellable, language: Language) -> dict[str, Any]:
    event, post, comment, change, original = about.event, about.post, about.comment, about.change, about.original
    return {
        "event_id": event.id,
        "kind": TELLINGS[event.type].kind,
        "post": {"id": post.id, "title": one_line(post.title), "content": post.content},
        "comment": comment and {"id": comment.id, "content": comment.content},
        "change": change and {"status": change.status, "response": change.response},
        "original": original and {"id": original.id, "title": one_line(original.title)},
        "actor": one_line(about.actor_name or language.gettext("Deleted member")),
    }
