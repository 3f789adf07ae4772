"""The outbox function's commands: claim and render a batch, take the reports, suppress an address that bounced.

It reaches the database and nothing else. Its answers are JSON, and hold all that a courier needs.
"""

import time
from base64 import b64encode
from typing import Any

from sqlalchemy import Engine, text

from app.changelog.publishing import due_in as entry_due_in
from app.changelog.publishing import publish_due
from app.db.engine import create_database_engine
from app.db.step import step
from app.log import logger
from app.mail.batch import compose
from app.mail.fan_out import fan_out_part
from app.outbox import queue
from app.outbox.suppression import suppress
from app.settings.config import Settings
from app.settings.mail_url import address_of
from app.stats.changes import keep_a_week

BATCH = 20  # Mails: also one a second are sent well within the lease.
FAN_OUT_SECONDS = 5.0
DIGEST_HOUR = 7  # UTC.
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
)


class Outbox:
    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self.settings = settings
        self.engine = engine or create_database_engine(settings)

    def handle(self, command: dict[str, Any]) -> dict[str, Any]:
        """Raises ValueError for a command that there is not, before the database is touched."""
        name = command.get("command")
        commands = {"claim": self.claim, "report": self.report, "suppress": self.suppress, "sweep": self.sweep}
        if name not in commands:
            raise ValueError(f"commands are {', '.join(commands)}")
        return commands[name](command)

    def claim(self, command: dict[str, Any]) -> dict[str, Any]:
        """`items`: what to send, each with the token of its lease; `lease`: the seconds in which to report.

        `due_in`: seconds until there is something to do, 0 where more is due at once, null where nothing is pending.
        """
        if not self.settings.sends_mail:
            return {"items": [], "due_in": None}
        until, more = time.monotonic() + FAN_OUT_SECONDS, True
        while more and time.monotonic() < until:
            with step(self.engine) as db:
                more = publish_due(db, board_url=self.settings.public_url)
                more = fan_out_part(db, digest_hour=DIGEST_HOUR) or more
        with step(self.engine) as db:
            claimed = queue.claim(db, BATCH)
        with step(self.engine) as db:
            items, refused = compose(db, self.settings, claimed)
            if refused:
                queue.report(db, refused)
            due_in = 0.0 if more else first(queue.due_in(db), entry_due_in(db))
        return {
            "items": [{**item, "raw": b64encode(item["raw"]).decode()} for item in items],
            "from": address_of(self.settings.mail_from),
            "lease": queue.LEASE_SECONDS,
            "due_in": due_in,
        }

    def report(self, command: dict[str, Any]) -> dict[str, Any]:
        with step(self.engine) as db:
            return {"counted": queue.report(db, command["results"])}

    def suppress(self, command: dict[str, Any]) -> dict[str, Any]:
        """`addresses`, each with `reason`: bounce or complaint; `provider_id` of the mail that came back."""
        with step(self.engine) as db:
            for address in command["addresses"]:
                suppress(db, address, command["reason"])
            queue.mark_bounced(db, command.get("provider_id") or "", command["reason"])
        logger.info("addresses suppressed", extra={"count": len(command["addresses"]), "reason": command["reason"]})
        return {}

    def sweep(self, command: dict[str, Any]) -> dict[str, Any]:
        """Forgets what is over for long, and keeps the figures of each week that is over.

        In parts, each by the first ids: no index on the time is needed for that.
        """
        for forget in FORGET:
            forgotten = PART
            while forgotten == PART:
                with step(self.engine) as db:
                    forgotten = len(db.execute(forget, {"days": KEPT_DAYS, "part": PART}).all())
        kept = True
        while kept:
            with step(self.engine) as db:
                kept = keep_a_week(db) is not None
        return {}


def first(*waits: float | None) -> float | None:
    return min((wait for wait in waits if wait is not None), default=None)
