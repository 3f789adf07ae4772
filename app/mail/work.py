"""Mails as the courier gets them: events fanned out, a batch claimed and written; and what became of it."""

from base64 import b64encode
from functools import partial
from itertools import accumulate
from typing import Any

from sqlalchemy import Engine

from app.db.step import step, steps
from app.mail.batch import compose
from app.mail.fan_out import fan_out_part
from app.outbox import queue
from app.settings.config import Settings
from app.settings.mail_url import address_of

BATCH = 20  # Mails: also one a second are sent well within the lease.
LARGEST_BATCH = 5_000_000  # Characters: Lambda answers with 6 MB at most, and no mail has a quarter of this.
FAN_OUT_SECONDS = 5.0
DIGEST_HOUR = 7  # UTC.


class Mails:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    def claim(self) -> dict[str, Any]:
        """Items with `to` and `raw`, which is base64; `from` is the sender's address. Mails that are more than a
        response can hold are given back, and are due again at once."""
        if not self.settings.sends_mail:
            return {"items": [], "due_in": None}
        more = self.fan_out()
        with step(self.engine) as db:
            claimed = queue.claim(db, BATCH)
        with step(self.engine) as db:
            composed, refused = compose(db, self.settings, claimed)
            items = [{**item, "raw": b64encode(item["raw"]).decode()} for item in composed]
            ends = accumulate(len(item["raw"]) for item in items)
            fitting = sum(end <= LARGEST_BATCH for end in ends)
            released = [{"token": item["token"], "outcome": "released"} for item in items[fitting:]]
            if refused or released:
                queue.report(db, [*refused, *released])
            due_in = 0.0 if more else queue.due_in(db)
        return {
            "items": items[:fitting],
            "from": address_of(self.settings.mail_from),
            "lease": queue.LEASE_SECONDS,
            "due_in": due_in,
        }

    def fan_out(self) -> bool:
        """Whether there is more to do than there was time for."""
        return steps(self.engine, FAN_OUT_SECONDS, partial(fan_out_part, digest_hour=DIGEST_HOUR))

    def report(self, results: list[dict[str, Any]]) -> int:
        with step(self.engine) as db:
            return queue.report(db, results)
