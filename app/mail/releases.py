"""What a mail tells of the changelog: an entry, and those of its reader's ideas that it names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.changelog.visibility import PUBLISHED
from app.mail.rendering import one_line
from app.models.changelog_entries import ChangelogEntry, changelog_entries
from app.models.changelog_posts import changelog_posts
from app.models.events import events
from app.models.notification_settings import DEFAULTS, notification_settings
from app.models.posts import posts
from app.models.subscriptions import subscriptions
from app.models.users import User
from app.posts.visibility import visible_to


class Released(ChangelogEntry):
    """`event_id`: of what published it."""

    event_id: int


def released(db: Connection, reader: User, event_ids: Sequence[int]) -> list[dict[str, Any]]:
    """The entries that these events published, where they still are, and the reader still follows an idea of theirs."""
    one = func.json_build_object("id", posts.c.id, "title", posts.c.title)
    follows = and_(
        subscriptions.c.post_id == posts.c.id, subscriptions.c.user_id == reader.id, subscriptions.c.subscribed
    )
    named = select(func.json_agg(aggregate_order_by(one, posts.c.id))).select_from(changelog_posts)
    named = named.join(posts, posts.c.id == changelog_posts.c.post_id).join(subscriptions, follows)
    named = named.where(changelog_posts.c.entry_id == changelog_entries.c.id, visible_to(reader)).correlate(
        changelog_entries
    )
    chosen = func.coalesce(notification_settings.c.changelog, DEFAULTS["changelog"])
    statement = (
        select(
            events.c.id.label("event_id"),
            *ChangelogEntry.columns(changelog_entries),
            named.scalar_subquery().label("posts"),
        )
        .join(changelog_entries, changelog_entries.c.id == cast(events.c.data["entry_id"].astext, BigInteger))
        .outerjoin(notification_settings, notification_settings.c.user_id == reader.id)
        .where(events.c.id.in_(event_ids), events.c.type == "changelog.published")
        .where(PUBLISHED, chosen != "never")
        .order_by(events.c.id)
    )
    return [contents(entry) for entry in Released.all(db.execute(statement)) if entry.posts]


def contents(entry: Released) -> dict[str, Any]:
    return {
        "event_id": entry.event_id,
        "kind": "changelog",
        "entry": {"id": entry.id, "title": one_line(entry.title), "content": entry.content},
        "posts": [{**post, "title": one_line(post["title"])} for post in entry.posts],
    }
