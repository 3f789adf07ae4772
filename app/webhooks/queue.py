"""The queue of deliveries: claimed with a lease, reported with its token, as mails are. All times are the database's.

A claim takes deliveries of one endpoint, in the stream's order, and keeps the endpoint from others until they are
reported or the lease is over: two couriers never send to one endpoint at once. One that fails is left alone for a
while, longer each time; what failed is tried again on a schedule of its own, and what is behind it goes on.
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

LEASE_SECONDS = 150
BATCH = 20
TRIES = 10
# Seconds after each failed try; the tenth is after two and a half days, and up to a tenth more.
WAITS = (10, 60, 600, 1_800, 7_200, 18_000, 36_000, 72_000, 86_400)
ENDPOINT_WAITS = (10, 60, 300, 900)  # After the first, second ... failure in a row.
PAUSED_AFTER = "3 days"  # Of nothing but failures.
CLAIM = text(f"""
    WITH endpoint AS (
        SELECT webhooks.id FROM webhooks CROSS JOIN LATERAL (
            SELECT due_at FROM webhook_deliveries
            WHERE webhook_id = webhooks.id AND status = 'pending' AND due_at <= now() ORDER BY due_at LIMIT 1
        ) AS first
        WHERE paused_because IS NULL AND deleted_at IS NULL AND next_at <= now()
        ORDER BY first.due_at LIMIT 1 FOR UPDATE OF webhooks SKIP LOCKED
    ),
    due AS (
        SELECT webhook_deliveries.id FROM webhook_deliveries JOIN endpoint ON webhook_id = endpoint.id
        WHERE status = 'pending' AND due_at <= now()
        ORDER BY webhook_deliveries.id LIMIT {BATCH} FOR UPDATE OF webhook_deliveries SKIP LOCKED
    ),
    leased AS (
        UPDATE webhooks SET next_at = now() + make_interval(secs => {LEASE_SECONDS})
        FROM endpoint WHERE webhooks.id = endpoint.id AND EXISTS (SELECT FROM due)
    )
    UPDATE webhook_deliveries SET
        status = CASE WHEN expires_at > now() THEN 'pending' ELSE 'failed' END,
        lease_token = CASE WHEN expires_at > now() THEN gen_random_uuid() END,
        due_at = now() + make_interval(secs => {LEASE_SECONDS}),
        attempts = attempts + CASE WHEN expires_at > now() THEN 1 ELSE 0 END
    FROM due WHERE webhook_deliveries.id = due.id
    RETURNING webhook_deliveries.id, webhook_id, event_id, webhook_deliveries.created_at, lease_token,
              status = 'pending' AS is_due
""")  # noqa: S608  (numbers)
RELEASE_ENDPOINT = text("UPDATE webhooks SET next_at = now() WHERE id = :id")
# The endpoints are locked before their deliveries, as a claim does.
REPORT = text(f"""
    WITH results AS (
        SELECT * FROM jsonb_to_recordset(CAST(:results AS jsonb)) AS result (
            token uuid, outcome text, reason text, after float, status int, response text, seconds float
        )
    ),
    endpoint AS (
        SELECT id FROM webhooks
        WHERE id IN (SELECT webhook_id FROM webhook_deliveries JOIN results ON results.token = lease_token)
        ORDER BY id FOR UPDATE
    ),
    held AS (
        SELECT webhook_deliveries.id, webhook_id, event_id, attempts, results.*,
               now() + make_interval(secs => CASE outcome
                   WHEN 'released' THEN coalesce(after, 0)
                   ELSE (ARRAY[{", ".join(map(str, WAITS))}])[least(attempts, {len(WAITS)})] * (1 + random() / 10)
               END) AS next_try
        FROM endpoint JOIN webhook_deliveries ON webhook_id = endpoint.id JOIN results ON results.token = lease_token
        WHERE webhook_deliveries.status = 'pending' FOR UPDATE OF webhook_deliveries
    ),
    ended AS (
        SELECT *, CASE
            WHEN outcome = 'delivered' THEN 'delivered'
            WHEN outcome = 'released' THEN 'pending'
            WHEN outcome = 'gone' OR attempts >= {TRIES} OR event_id IS NULL THEN 'failed'
            ELSE 'pending' END AS ends_as
        FROM held
    ),
    changed AS (
        UPDATE webhook_deliveries SET
            status = ends_as,
            due_at = CASE WHEN ends_as = 'pending' THEN next_try ELSE due_at END,
            delivered_at = CASE WHEN outcome = 'delivered' THEN now() ELSE delivered_at END,
            attempts = CASE WHEN outcome = 'released' THEN webhook_deliveries.attempts - 1
                            ELSE webhook_deliveries.attempts END,
            log = CASE WHEN outcome = 'released' THEN log ELSE (jsonb_build_array(jsonb_build_object(
                'at', now(), 'status', ended.status, 'reason', ended.reason, 'response', ended.response,
                'seconds', ended.seconds
            )) || log) - {TRIES} END,
            lease_token = NULL
        FROM ended WHERE webhook_deliveries.id = ended.id
    ),
    sums AS (
        SELECT webhook_id, bool_or(outcome = 'delivered') AS delivered, bool_or(outcome = 'gone') AS gone,
               bool_or(outcome IN ('retry', 'gone') AND event_id IS NOT NULL) AS failed,
               EXISTS (
                   SELECT FROM webhook_deliveries WHERE webhook_id = ended.webhook_id AND status = 'pending'
                     AND lease_token IS NOT NULL AND lease_token NOT IN (SELECT token FROM results)
               ) AS is_leased
        FROM ended GROUP BY webhook_id
    ),
    judged AS (
        UPDATE webhooks SET
            failures = CASE WHEN failed THEN failures + 1 WHEN delivered THEN 0 ELSE failures END,
            failing_since = CASE WHEN failed THEN coalesce(failing_since, now())
                                 WHEN NOT delivered THEN failing_since END,
            next_at = CASE
                WHEN failed THEN now() + make_interval(secs => (
                    ARRAY[{", ".join(map(str, ENDPOINT_WAITS))}])[least(failures + 1, {len(ENDPOINT_WAITS)})])
                WHEN is_leased OR NOT delivered AND failures > 0 THEN next_at
                ELSE now() END,
            paused_because = CASE
                WHEN paused_because IS NOT NULL THEN paused_because
                WHEN gone THEN 'gone'
                WHEN failed AND failing_since < now() - interval '{PAUSED_AFTER}' THEN 'failing' END
        FROM sums WHERE webhooks.id = webhook_id
        RETURNING webhooks.id, failed AND (gone OR failing_since < now() - interval '{PAUSED_AFTER}') AS is_paused
    )
    SELECT (SELECT count(*) FROM ended) AS counted,
           (SELECT coalesce(array_agg(id), '{{}}') FROM judged WHERE is_paused) AS paused
""")  # noqa: S608
DUE_IN = text("""
    SELECT CAST(extract(epoch FROM min(greatest(first.due_at, next_at)) - now()) AS float8)
    FROM webhooks CROSS JOIN LATERAL (
        SELECT min(due_at) AS due_at FROM webhook_deliveries WHERE webhook_id = webhooks.id AND status = 'pending'
    ) AS first
    WHERE paused_because IS NULL AND deleted_at IS NULL AND first.due_at IS NOT NULL
""")


class Claimed(NamedTuple):
    """`event_id`: None for a test."""

    id: int
    webhook_id: int
    event_id: int | None
    created_at: Any
    token: Any


class Reported(NamedTuple):
    """`paused`: the ids of endpoints that are left alone from now on."""

    counted: int
    paused: Sequence[int]


def claim(db: Connection) -> list[Claimed]:
    """What is due at one endpoint and nobody else's, in the stream's order; what is too late has failed."""
    rows = db.execute(CLAIM).all()
    claimed = [Claimed(*row[:5]) for row in sorted(rows, key=lambda row: int(row.id)) if row.is_due]
    if rows and not claimed:
        db.execute(RELEASE_ENDPOINT, {"id": rows[0].webhook_id})
    return claimed


def report(db: Connection, results: Sequence[dict[str, Any]]) -> Reported:
    """Each has `token`, `outcome` (delivered, retry, gone or released), and where they apply `status`, `reason`,
    `response`, `seconds`, and `after`: the seconds in which what is released is due again."""
    row = db.execute(REPORT, {"results": json.dumps(results, default=str)}).one()
    return Reported(row.counted, row.paused)


def due_in(db: Connection) -> float | None:
    """Seconds until something is due, less than 0 where it is; None where nothing is pending."""
    seconds: float | None = db.scalar(DUE_IN)
    return seconds
