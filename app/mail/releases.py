"""What a mail tells of the changelog: an entry, and those of its reader's ideas that it names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, and_, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from app.changelog.visibility import PUBLISHED
from app.mail.rendering import one_line
from app.models import ChangelogEntry, ChangelogPost, Event, NotificationSettings, Post, Subscription, User
from app.models.notification_settings import DEFAULTS
from app.posts.visibility import visible_to


def released(db: Session, reader: User, event_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The entries that these events published, where they still are, and the reader still follows an idea of theirs."""
    one = func.json_build_object("id", Post.id, "title", Post.title)
    follows = and_(Subscription.post_id == Post.id, Subscription.user_id == reader.id, Subscription.subscribed)
    posts = select(func.json_agg(aggregate_order_by(one, Post.id))).select_from(ChangelogPost)
    posts = posts.join(Post, Post.id == ChangelogPost.post_id).join(Subscription, follows)
    posts = posts.where(ChangelogPost.entry_id == ChangelogEntry.id, visible_to(reader)).correlate(ChangelogEntry)
    chosen = func.coalesce(NotificationSettings.changelog, DEFAULTS["changelog"])
    statement = (
        select(Event.id, ChangelogEntry, posts.scalar_subquery())
        .join(ChangelogEntry, ChangelogEntry.id == cast(Event.data["entry_id"].astext, BigInteger))
        .outerjoin(NotificationSettings, NotificationSettings.user_id == reader.id)
        .where(Event.id.in_(event_ids), Event.type == "changelog.published", Event.actor_id != reader.id)
        .where(PUBLISHED, chosen != "never")
        .order_by(Event.id)
    )
    rows = db.execute(statement.execution_options(populate_existing=True)).all()
    return [contents(event_id, entry, named) for event_id, entry, named in rows if named]


def contents(event_id: int, entry: ChangelogEntry, named: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "kind": "changelog",
        "entry": {"id": entry.id, "title": one_line(entry.title), "content": entry.content},
        "posts": [{**post, "title": one_line(post["title"])} for post in named],
    }
