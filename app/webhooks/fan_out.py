"""Fan-out: each endpoint is a reader of the stream of events, and has a delivery for each that it asked for.

Every endpoint has a position of its own, and moves on in the transaction that makes its deliveries: none is left out
and none made twice, whatever dies. An endpoint with WINDOW deliveries ahead of it waits until some are done; so one
that is down for days costs no more rows than that, whatever happens on the board meanwhile.
"""

from sqlalchemy import Connection, text

from app.events.kinds import MATCHES
from app.events.queries import HORIZON

WINDOW = 500  # Deliveries of one endpoint.
PART = 200  # Events for one endpoint in one transaction.
ENDPOINTS = 20  # In one transaction, those furthest behind first.
NEXT_PART = text(f"""
    WITH endpoint AS (
        SELECT id, xid, event_id, events AS patterns FROM webhooks
        WHERE paused_because IS NULL AND deleted_at IS NULL
          AND (
              SELECT xid FROM events WHERE (events.xid, events.id) > (webhooks.xid, webhooks.event_id)
              ORDER BY xid, id LIMIT 1
          ) < {HORIZON}
          AND (
              SELECT count(*) FROM (
                  SELECT FROM webhook_deliveries WHERE webhook_id = webhooks.id AND status = 'pending' LIMIT {WINDOW}
              ) AS ahead
          ) < {WINDOW}
        ORDER BY xid, event_id LIMIT {ENDPOINTS} FOR UPDATE SKIP LOCKED
    ),
    scanned AS MATERIALIZED (
        SELECT endpoint.id AS webhook_id, patterns, event.* FROM endpoint CROSS JOIN LATERAL (
            SELECT id, xid, type FROM events
            WHERE (events.xid, events.id) > (endpoint.xid, endpoint.event_id) AND xid < {HORIZON}
            ORDER BY xid, id LIMIT {PART}
        ) AS event
    ),
    added AS (
        INSERT INTO webhook_deliveries (webhook_id, event_id)
        SELECT webhook_id, id FROM scanned WHERE {MATCHES.format(patterns="patterns")} ORDER BY xid, id
        ON CONFLICT DO NOTHING
    ),
    reached AS (SELECT webhook_id, max(ARRAY[xid, id]) AS position FROM scanned GROUP BY webhook_id)
    UPDATE webhooks SET xid = position[1], event_id = position[2]
    FROM reached WHERE webhooks.id = webhook_id RETURNING webhooks.id
""")  # noqa: S608  (numbers and the app's own SQL)
# As long as it has waited already, so that an open transaction is asked about often at first, and then seldom.
HELD_BACK = text(f"""
    SELECT CAST(extract(epoch FROM least(greatest(now() - created_at, '0.5 s'), '15 min')) AS float8)
    FROM (SELECT xid, created_at FROM events ORDER BY xid DESC, id DESC LIMIT 1) AS newest
    WHERE xid >= {HORIZON} AND EXISTS (SELECT FROM webhooks WHERE paused_because IS NULL AND deleted_at IS NULL)
""")  # noqa: S608


def fan_out_part(db: Connection) -> bool:
    """Whether there was one that nobody else was working on."""
    return bool(db.execute(NEXT_PART).all())


def held_back(db: Connection) -> float | None:
    """Seconds until it is worth looking again at events that an open transaction holds back; None if there are none."""
    seconds: float | None = db.scalar(HELD_BACK)
    return seconds
