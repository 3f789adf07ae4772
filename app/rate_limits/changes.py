"""Counting: one statement each, however many keys it counts. FAIL, and COUNT too, are also parts of the statement that
settles a check of a password (app/auth/changes.py): `when` says under which condition they count.

Keys are counted in their own order, so that two requests with the same keys never deadlock.
"""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, delete, text

from app.models.rate_limits import rate_limits

# Expired rows go ten at a time with whatever is counted next, as nothing runs here while nobody is there. As an array,
# the inner query runs once: as a join it may run for every row, and lock ten others each time.
SWEEP = """
    DELETE FROM rate_limits WHERE key = ANY (ARRAY (
        SELECT key FROM rate_limits WHERE expires_at < now() AND key <> ALL (CAST(:keys AS text[]))
        ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
    ))
"""

COUNT = """
    INSERT INTO rate_limits AS kept (key, hits, expires_at)
    SELECT key, 1, now() + make_interval(secs => :window) FROM unnest(CAST({keys} AS text[])) AS key {when} ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN kept.expires_at < now() THEN 1 ELSE kept.hits + 1 END,
        expires_at = CASE WHEN kept.expires_at < now() THEN excluded.expires_at ELSE kept.expires_at END
"""

# `hits` starts below zero by what is tolerated. From zero on each failure doubles the pause: 1 s, 2 s, up to :longest.
# A pause counts from now, not from the start of the transaction, which was before the password was hashed.
FAIL = """
    INSERT INTO rate_limits AS kept (key, hits, expires_at)
    SELECT key, 1 - tolerated, now() + make_interval(secs => seconds)
    FROM unnest(CAST(:keys AS text[]), CAST(:tolerated AS int[]), CAST(:windows AS float8[]))
        AS failed (key, tolerated, seconds) {when} ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN kept.expires_at < now() THEN excluded.hits ELSE kept.hits + 1 END,
        expires_at = CASE WHEN kept.expires_at < now() THEN excluded.expires_at ELSE kept.expires_at END,
        blocked_until = CASE WHEN kept.expires_at >= now() AND kept.hits >= 0 THEN least(
            kept.expires_at,
            clock_timestamp() + make_interval(secs => least(:longest, power(2, least(30, kept.hits))))
        ) END
"""
COUNT_HITS = text(f"""
    WITH swept AS ({SWEEP}) {COUNT.format(keys=":keys", when="")}
    RETURNING key, hits, CAST(extract(epoch FROM expires_at - now()) AS float8) AS seconds_left
""")


class Tolerance(NamedTuple):
    """How many failures cost nothing, and the seconds from the first one on after which all are forgotten."""

    failures: int
    window: float


def count_hits(db: Connection, keys: Sequence[str], *, window: float) -> Sequence[Row[str, int, float]]:
    """Counts one more for each key, in a window of so many seconds: the hits so far, and the seconds until it ends."""
    return db.execute(COUNT_HITS, {"keys": list(keys), "window": window}).all()


def delete_counts(db: Connection, *keys: str) -> None:
    db.execute(delete(rate_limits).where(rate_limits.c.key.in_(keys)))
