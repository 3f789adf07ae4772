"""A copy of the database on another server, where transaction ids began anew."""

from sqlalchemy import Connection, text

from app.events.queries import BEYOND

# Their order is then that of their ids. An endpoint goes on with the first event that it was not given; what it gets
# offered twice by that, its deliveries know.
ADOPT = (
    text("""
        UPDATE webhooks SET xid = 0, event_id = coalesce(
            (SELECT min(id) - 1 FROM events WHERE (events.xid, events.id) > (webhooks.xid, webhooks.event_id)),
            (SELECT max(id) FROM events), 0
        )
    """),
    text("UPDATE events SET xid = 0 WHERE xid <> 0"),
    text("""
        INSERT INTO event_stream (id, epoch) VALUES (1, 1 + floor(random() * 4e9))
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, swept_xid = 0
    """),
)


def adopt_stream(connection: Connection) -> bool:
    """Makes the events' order one that those to come follow, and refuses positions from before. Whether it had to.

    It waits for writers, so that none of their events is taken for one of before. The caller commits.
    """
    is_there = connection.scalar(text("SELECT to_regclass('events') IS NOT NULL"))
    if not is_there or not connection.scalar(text(f"SELECT {BEYOND}")):
        return False
    connection.execute(text("LOCK TABLE events, webhooks IN SHARE ROW EXCLUSIVE MODE"))
    for statement in ADOPT:
        connection.execute(statement)
    return True
