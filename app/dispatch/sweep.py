"""Once a day: what is over for long is forgotten, and the figures of each day that is over are kept.

In parts, each by the first ids: no index on the time is needed for that.
"""

from sqlalchemy import Engine, text

from app.db.step import step
from app.stats.changes import keep_a_week

KEPT_DAYS = 90
PART = 5_000  # Rows that are deleted in one transaction.
# An event's deliveries go with it; codes and digests stem from none.
FORGET = (
    # How far the stream of events was forgotten is kept, so that nobody who reads on from before misses it silently.
    text("""
        WITH swept AS (
            DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT :part)
            AND created_at < now() - make_interval(days => :days) RETURNING xid, id
        ),
        kept AS (
            INSERT INTO event_stream AS stream (id, swept_xid, swept_id)
            SELECT 1, xid, id FROM swept ORDER BY xid DESC, id DESC LIMIT 1
            ON CONFLICT (id) DO UPDATE SET swept_xid = excluded.swept_xid, swept_id = excluded.swept_id
            WHERE (stream.swept_xid, stream.swept_id) < (excluded.swept_xid, excluded.swept_id)
        )
        SELECT id FROM swept
    """),
    text("""
        DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries ORDER BY id LIMIT :part)
        AND created_at < now() - make_interval(days => :days) AND status <> 'pending' RETURNING id
    """),
    text("""
        DELETE FROM webhook_deliveries WHERE id IN (
            SELECT id FROM webhook_deliveries WHERE webhook_id IN (SELECT id FROM webhooks WHERE deleted_at IS NOT NULL)
            LIMIT :part
        ) AND :days > 0 RETURNING id
    """),
    text("""
        DELETE FROM webhooks WHERE deleted_at IS NOT NULL AND :days > 0
        AND NOT EXISTS (SELECT FROM webhook_deliveries WHERE webhook_id = webhooks.id) RETURNING id
    """),
    text("""
        DELETE FROM oidc_sign_ins WHERE state_hash IN (
            SELECT state_hash FROM oidc_sign_ins WHERE expires_at < now() ORDER BY expires_at LIMIT :part
        ) RETURNING state_hash
    """),
)


def sweep(engine: Engine) -> None:
    for forget in FORGET:
        forgotten = PART
        while forgotten == PART:
            with step(engine) as db:
                forgotten = len(db.execute(forget, {"days": KEPT_DAYS, "part": PART}).all())
    kept = True
    while kept:
        with step(engine) as db:
            kept = keep_a_week(db) is not None
