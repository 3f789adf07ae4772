"""Documents as the courier gets them: the URLs that somebody asked for, and what was there.

What can't be fetched is tried again when somebody asks again, so that a board that nobody visits sends nothing.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, text

from app.db.step import step
from app.settings.config import Settings
from app.settings.mail_url import NEXT_DOOR

LEASE_SECONDS = 120
BATCH = 5
CLAIM = text("""
    WITH due AS (
        SELECT url FROM remote_documents WHERE due_at <= now() ORDER BY due_at LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    UPDATE remote_documents SET
        due_at = now() + make_interval(secs => :lease), lease_token = gen_random_uuid(), tried_at = now()
    FROM due WHERE remote_documents.url = due.url RETURNING remote_documents.url, lease_token
""")
REPORT = text("""
    UPDATE remote_documents SET
        body = coalesce(result.body, remote_documents.body),
        fetched_at = CASE WHEN result.body IS NULL THEN fetched_at ELSE now() END,
        failure = result.reason,
        due_at = CASE outcome WHEN 'released' THEN now() + make_interval(secs => coalesce(after, 0)) END,
        lease_token = NULL
    FROM jsonb_to_recordset(CAST(:results AS jsonb)) AS result (
        token uuid, outcome text, reason text, body text, after float
    )
    WHERE lease_token = result.token RETURNING url
""")
DUE_IN = text("SELECT CAST(extract(epoch FROM min(due_at) - now()) AS float8) FROM remote_documents")


class Documents:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    def claim(self) -> dict[str, Any]:
        """Items with `url`; `private`: whether it may be a server of this machine, as a provider that runs beside
        `make run`."""
        with step(self.engine) as db:
            claimed = db.execute(CLAIM, {"batch": BATCH, "lease": LEASE_SECONDS}).all()
            due_in = db.scalar(DUE_IN)
        return {
            "items": [
                {"url": url, "private": may_be_private(self.settings, url), "token": str(token)}
                for url, token in claimed
            ],
            "lease": LEASE_SECONDS,
            "due_in": due_in,
        }

    def report(self, results: list[dict[str, Any]]) -> int:
        """Each has `outcome`: fetched, with `body`; failed, with `reason`; or released, with `after`."""
        with step(self.engine) as db:
            return len(db.execute(REPORT, {"results": json.dumps(results)}).all())


def may_be_private(settings: Settings, url: str) -> bool:
    """Whether the courier may go there although it is this machine: as to a provider that runs beside `make run`."""
    return not settings.is_deployed and urlsplit(url).hostname in NEXT_DOOR
