"""Once a day: what is over for long is forgotten, and the figures of each week that is over are kept.

In parts, each by the first ids: no index on the time is needed for that.
"""

from sqlalchemy import Engine, text

from app.db.step import step
from app.stats.changes import keep_a_week

KEPT_DAYS = 90
PART = 5_000  # Rows that are deleted in one transaction.
# An event's deliveries go with it; codes and digests stem from none.
FORGET = (
    text("""
        DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT :part)
        AND created_at < now() - make_interval(days => :days) RETURNING id
    """),
    text("""
        DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries ORDER BY id LIMIT :part)
        AND created_at < now() - make_interval(days => :days) AND status <> 'pending' RETURNING id
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
