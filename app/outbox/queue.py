"""The queue of deliveries: claimed with a lease, reported with its token. All times are the database's.

A claim is one statement and one transaction, and skips what another worker is claiming. What is never reported is due
again when its lease has run out, under a new token: the old one's report then changes nothing.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text, update

from app.models.deliveries import deliveries

LEASE_SECONDS = 120
# Pauses of 30 s, 2 min, 8 min, half an hour, 2 h, 8 h, 12 h, 12 h ..., each a quarter shorter or longer, so that what
# failed together is not tried together.
CLAIM = text("""
    WITH due AS (
        SELECT id FROM deliveries WHERE status = 'pending' AND due_at <= now()
        ORDER BY due_at, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    UPDATE deliveries SET
        status = CASE WHEN expires_at > now() THEN 'pending' ELSE 'failed' END,
        reason = CASE WHEN expires_at > now() THEN reason ELSE coalesce(reason, 'not sent in time') END,
        data = CASE WHEN expires_at > now() THEN data ELSE '{}' END,
        lease_token = CASE WHEN expires_at > now() THEN gen_random_uuid() END,
        due_at = now() + make_interval(secs => :lease),
        attempts = attempts + 1
    FROM due WHERE deliveries.id = due.id
    RETURNING deliveries.id, template, event_id, user_id, address, data, lease_token, attempts,
              status = 'pending' AS is_due
""")
# Before the claim is committed, so that whoever takes an entry of the changelog back knows, or has this one wait.
TELL = text("""
    UPDATE events SET told_at = now() FROM (
        SELECT id FROM events WHERE id = ANY (:ids) AND type = 'changelog.published' AND told_at IS NULL
        ORDER BY id FOR NO KEY UPDATE
    ) AS untold
    WHERE events.id = untold.id
""")
# A digest that was claimed is no longer open, so `attempts` doesn't go back to 0.
REPORT = text("""
    WITH results AS (
        SELECT * FROM jsonb_to_recordset(CAST(:results AS jsonb))
            AS result (token uuid, outcome text, reason text, provider_id text, after float)
    ),
    held AS (
        SELECT deliveries.id, results.*,
               now() + CASE outcome
                   WHEN 'retry' THEN
                       make_interval(secs => least(30 * 4.0 ^ (attempts - 1), 43200) * (0.75 + random() / 2))
                   ELSE make_interval(secs => coalesce(after, 0)) END AS next_at
        FROM deliveries JOIN results ON results.token = lease_token WHERE status = 'pending' FOR UPDATE OF deliveries
    ),
    ended AS (
        SELECT *, CASE WHEN outcome IN ('retry', 'released') THEN NULL ELSE outcome END AS ended_as FROM held
    )
    UPDATE deliveries SET
        status = coalesce(ended_as, CASE WHEN next_at >= expires_at THEN 'failed' ELSE 'pending' END),
        reason = CASE outcome WHEN 'sent' THEN NULL WHEN 'released' THEN deliveries.reason ELSE ended.reason END,
        sent_at = CASE WHEN outcome = 'sent' THEN now() END,
        provider_id = ended.provider_id,
        due_at = CASE WHEN ended_as IS NULL THEN next_at ELSE due_at END,
        attempts = CASE WHEN outcome = 'released' THEN greatest(attempts - 1, 1) ELSE attempts END,
        data = CASE WHEN ended_as IS NULL AND next_at < expires_at THEN data ELSE '{}' END,
        address = CASE WHEN ended_as IS NULL AND next_at < expires_at THEN address END,
        lease_token = NULL
    FROM ended WHERE deliveries.id = ended.id
    RETURNING deliveries.id
""")
DUE_IN = text("""
    SELECT CAST(extract(epoch FROM min(due_at) - now()) AS float8) FROM deliveries WHERE status = 'pending'
""")


class Claimed(NamedTuple):
    id: int
    template: str
    event_id: int | None
    user_id: int | None
    address: str | None
    data: dict[str, Any]
    token: Any
    attempts: int


def claim(db: Connection, batch: int) -> list[Claimed]:
    """What is due and nobody else's, the longest due first; what is too late has failed."""
    rows = db.execute(CLAIM, {"batch": batch, "lease": LEASE_SECONDS}).all()
    claimed = [Claimed(*row[:8]) for row in sorted(rows, key=lambda row: int(row.id)) if row.is_due]
    releases = [each for each in claimed if each.template in ("changelog", "digest")]
    ids = {id for each in releases for id in each.data.get("events", [each.event_id])}
    if ids:
        db.execute(TELL, {"ids": sorted(ids)})
    return claimed


def report(db: Connection, results: Sequence[dict[str, Any]]) -> int:
    """How many reports counted: those whose lease nobody has taken over.

    Each has `token`, `outcome` (sent, retry, released, failed, dropped or suppressed), and where they apply `reason`,
    `provider_id`, and `after`: the seconds in which what is released is due again.
    """
    return len(db.execute(REPORT, {"results": json.dumps(results, default=str)}).all())


def due_in(db: Connection) -> float | None:
    """Seconds until the next delivery is due, less than 0 where one is; None where none is pending."""
    seconds: float | None = db.scalar(DUE_IN)
    return seconds


def mark_bounced(db: Connection, provider_id: str, reason: str) -> int | None:
    """The id of the delivery that the provider sent under that id, if there is one."""
    statement = update(deliveries).where(deliveries.c.provider_id == provider_id, deliveries.c.status == "sent")
    return db.scalar(statement.values(status="bounced", reason=reason).returning(deliveries.c.id))
