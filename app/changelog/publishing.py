"""What happens when an entry is published, at once or when its hour has come: its posts are completed, and one event
has everybody told of it, once."""

import re
from typing import Any

from sqlalchemy import Connection, Row, text

from app.outbox.wake import wake_after_commit
from app.statuses.changes import complete_posts

NEXT_DUE = text("""
    SELECT id, title, completes, event_id, coalesce(publisher_id, author_id) AS actor_id FROM changelog_entries
    WHERE published_at <= now() AND event_id IS NULL ORDER BY published_at LIMIT 1 FOR UPDATE SKIP LOCKED
""")
ANNOUNCE = text("""
    WITH event AS (
        INSERT INTO events (type, actor_id, data)
        VALUES ('changelog.published', :actor_id, jsonb_build_object('entry_id', CAST(:entry_id AS bigint)))
        RETURNING id
    )
    UPDATE changelog_entries SET event_id = event.id FROM event WHERE changelog_entries.id = :entry_id
""")
# In the order in which a courier locks them, so that the two never wait for each other.
LOCK_DELIVERIES = text("""
    SELECT FROM deliveries WHERE event_id = (SELECT event_id FROM changelog_entries WHERE id = :entry_id) FOR UPDATE
""")
# Before anybody had a mail, what is taken back is as if it had not been: published again, it is told. `told_at` is of
# the row that is deleted, and so looked at again where a courier has just written it; a digest has only that.
TAKE_BACK = text("""
    WITH untold AS (
        DELETE FROM events WHERE id = (SELECT event_id FROM changelog_entries WHERE id = :entry_id) AND told_at IS NULL
          AND NOT EXISTS (SELECT FROM deliveries WHERE event_id = events.id AND (status <> 'pending' OR attempts > 0))
        RETURNING id
    )
    UPDATE changelog_entries SET event_id = NULL FROM untold WHERE event_id = untold.id
""")
PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def publish_due(db: Connection, *, board_url: str) -> bool:
    """Publishes one entry whose hour has come. Whether there was one that nobody else was working on.

    Everybody sees it since that hour anyway; this completes its posts, and has people told.
    """
    entry = db.execute(NEXT_DUE).one_or_none()
    if entry is not None:
        publish(db, entry, board_url=board_url)
    return entry is not None


def publish(db: Connection, entry: Row[*tuple[Any, ...]], *, board_url: str) -> None:
    """`entry`: locked, with `id`, `title`, `completes`, `event_id` and `actor_id`. What was told is not told again."""
    is_told = entry.event_id is not None
    if entry.completes:
        # Who follows the posts reads it in the entry's own mail. What is named later comes too late for that one.
        response = response_of(entry.id, entry.title, board_url)
        complete_posts(db, entry.id, actor_id=entry.actor_id, response=response, told=is_told)
    if not is_told:
        db.execute(ANNOUNCE, {"actor_id": entry.actor_id, "entry_id": entry.id})
    wake_after_commit(db)


def take_back(db: Connection, entry_id: int) -> None:
    db.execute(LOCK_DELIVERIES, {"entry_id": entry_id})
    db.execute(TAKE_BACK, {"entry_id": entry_id})


def due_in(db: Connection) -> float | None:
    """Seconds until the next entry is to be published; None where none is scheduled."""
    wait = text("""
        SELECT extract(epoch FROM min(published_at) - now()) FROM changelog_entries WHERE event_id IS NULL
    """)
    seconds = db.scalar(wait)
    return None if seconds is None else max(float(seconds), 0.0)


def response_of(entry_id: int, title: str, board_url: str) -> str:
    """The team's word on what an entry completes: its title, which leads to it where the board knows its address."""
    escaped = PUNCTUATION.sub(r"\\\1", title)
    return f"[{escaped}]({board_url}/changelog/{entry_id})" if board_url.startswith("http") else escaped
