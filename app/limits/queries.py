"""The SQL of limits: one statement each, however many keys it counts.

Keys are counted in their own order, so that two requests with the same keys never wait for each other in a circle.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

# Expired rows go ten at a time with whatever is counted next, as nothing runs here while nobody is there.
COUNT = text("""
    WITH swept AS (
        DELETE FROM rate_limits WHERE key IN (
            SELECT key FROM rate_limits WHERE expires_at < now() AND key <> ALL (CAST(:keys AS text[]))
            ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED
        )
    )
    INSERT INTO rate_limits AS kept (key, hits, expires_at)
    SELECT key, 1, now() + make_interval(secs => :window) FROM unnest(CAST(:keys AS text[])) AS key ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN kept.expires_at < now() THEN 1 ELSE kept.hits + 1 END,
        expires_at = CASE WHEN kept.expires_at < now() THEN excluded.expires_at ELSE kept.expires_at END
    RETURNING hits, CAST(extract(epoch FROM expires_at - now()) AS float8) AS seconds_left
""")

# `hits` starts below zero by what is tolerated. From zero on each failure doubles the pause: 1 s, 2 s, up to :longest.
FAIL = text("""
    INSERT INTO rate_limits AS kept (key, hits, expires_at)
    SELECT key, 1 - tolerated, now() + make_interval(secs => :window)
    FROM unnest(CAST(:keys AS text[]), CAST(:tolerated AS int[])) AS failed (key, tolerated) ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        hits = CASE WHEN kept.expires_at < now() THEN excluded.hits ELSE kept.hits + 1 END,
        expires_at = excluded.expires_at,
        blocked_until = CASE WHEN kept.expires_at >= now() AND kept.hits >= 0
            THEN now() + make_interval(secs => least(:longest, power(2, least(30, kept.hits)))) END
""")


def count_hits(db: Session, keys: Sequence[str], *, window: float) -> Sequence[Row[int, float]]:
    """Counts one more for each key, in a window of so many seconds: the hits so far, and the seconds until it ends."""
    return db.execute(COUNT, {"keys": list(keys), "window": window}).all()


def record_failures(db: Session, tolerated: Mapping[str, int], *, window: float, longest: float) -> None:
    """Counts one more failure for each key. Those tolerated cost nothing; each one after doubles the pause of its key.

    `window`: seconds without a failure after which all is forgiven. `longest`: seconds that a pause has at most.
    """
    values = {"keys": list(tolerated), "tolerated": list(tolerated.values()), "window": window, "longest": longest}
    db.execute(FAIL, values)
