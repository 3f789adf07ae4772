"""Fan-out: one delivery for each member who is to be told of an event, or a place in that one's digest.

A long list of followers is worked through in parts, each a transaction of its own that also notes how far it came: a
process that dies in between leaves the rest to the next one.
"""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from app.models.notification_settings import DEFAULTS

PART = 5_000  # Members: about 0.2 s.
LONGEST_DIGEST = 100  # Events.

FOLLOWERS = "SELECT user_id FROM subscriptions WHERE post_id = :post_id AND subscribed"
# Each once, however many of their posts the entry names.
NAMED = """
    SELECT DISTINCT subscriptions.user_id FROM changelog_posts
    JOIN posts ON posts.id = changelog_posts.post_id AND posts.visibility = 'public' AND posts.deleted_at IS NULL
    JOIN subscriptions ON subscriptions.post_id = posts.id AND subscribed
    JOIN changelog_entries AS entry ON entry.id = changelog_posts.entry_id AND entry.published_at <= now()
    WHERE entry.id = :entry_id
"""
TEAM = "SELECT id AS user_id FROM users WHERE role IN ('moderator', 'admin')"


class Telling(NamedTuple):
    """`kind`: what members choose by; `readers`: a SELECT of `user_id`."""

    kind: str
    readers: str


TELLINGS = {
    "post.status_changed": Telling("status_changes", FOLLOWERS),
    "comment.created": Telling("comments", FOLLOWERS),
    "vote.created": Telling("status_changes", FOLLOWERS),  # One that staff cast, and only if they asked for it.
    "post.merged": Telling("merges", FOLLOWERS),
    "changelog.published": Telling("changelog", NAMED),
    "post.created": Telling("new_posts", TEAM),
    "post.pending": Telling("pending_posts", TEAM),
}
# What happened while no mail was sent is not told days later.
NEXT_EVENT = text("""
    SELECT id, type, post_id, actor_id, data, fanned_out_to, created_at < now() - interval '3 days' AS is_old
    FROM events WHERE fanned_out_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
""")
# No joins: where PostgreSQL takes tables to be empty, as after a clean-up, it would compare each row with each.
PART_OF_READERS = """
    WITH told AS (
        SELECT user_id FROM ({readers}) AS all_readers WHERE user_id > :after ORDER BY user_id LIMIT :part
    ),
    readers AS (
        SELECT user_id AS id, coalesce(
            (SELECT {kind} FROM notification_settings WHERE notification_settings.user_id = told.user_id), '{default}'
        ) AS notify
        FROM told
        WHERE user_id <> :actor_id AND (SELECT status FROM users WHERE users.id = told.user_id) = 'active'
    ),
    at_once AS (
        INSERT INTO deliveries (template, event_id, user_id)
        SELECT '{kind}', :event_id, id FROM readers WHERE notify = 'at_once'
        ON CONFLICT DO NOTHING
    ),
    hour AS (
        SELECT today + CASE WHEN today <= now() THEN interval '1 day' ELSE interval '0' END AS due_at
        FROM (SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') + make_interval(hours => :digest_hour))
              AT TIME ZONE 'UTC' AS today) AS days
    ),
    daily AS (
        INSERT INTO deliveries (template, user_id, data, due_at, expires_at)
        SELECT 'digest', id, jsonb_build_object('events', jsonb_build_array(CAST(:event_id AS bigint))),
               due_at, due_at + interval '3 days'
        FROM readers, hour WHERE notify = 'daily' ORDER BY id
        ON CONFLICT (user_id) WHERE template = 'digest' AND status = 'pending' AND attempts = 0
        DO UPDATE SET data = jsonb_build_object('events', (deliveries.data -> 'events') || (excluded.data -> 'events'))
        WHERE jsonb_array_length(deliveries.data -> 'events') < :longest
    )
    UPDATE events SET
        fanned_out_to = coalesce((SELECT max(user_id) FROM told), fanned_out_to),
        fanned_out_at = CASE WHEN (SELECT count(*) FROM told) < :part THEN now() END
    WHERE id = :event_id
"""


def fan_out_part(db: Connection, *, digest_hour: int) -> bool:
    """Works on one event. Whether there was one that nobody else was working on."""
    event = db.execute(NEXT_EVENT).one_or_none()
    if event is not None:
        tell(db, event, digest_hour)
    return event is not None


def tell(db: Connection, event: Row[*tuple[Any, ...]], digest_hour: int) -> None:
    telling = TELLINGS.get(event.type)
    if telling is None or event.is_old:
        db.execute(text("UPDATE events SET fanned_out_at = now() WHERE id = :id"), {"id": event.id})
        return
    statement = PART_OF_READERS.format(kind=telling.kind, default=DEFAULTS[telling.kind], readers=telling.readers)
    values = {"event_id": event.id, "actor_id": event.actor_id, "after": event.fanned_out_to, "part": PART}
    values |= {"post_id": event.post_id} if ":post_id" in statement else {}
    values |= {"entry_id": event.data["entry_id"]} if ":entry_id" in statement else {}
    db.execute(text(statement), {**values, "digest_hour": digest_hour, "longest": LONGEST_DIGEST})
