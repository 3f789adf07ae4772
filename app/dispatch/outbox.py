"""The outbox function's commands: claim a batch, take the reports, suppress an address that bounced, sweep.

It reaches the database and nothing else. Its answers are JSON, and hold all that a courier needs.
"""

from functools import partial
from typing import Any

from sqlalchemy import Engine

from app.changelog.publishing import due_in as entry_due_in
from app.changelog.publishing import publish_due
from app.db.engine import create_database_engine
from app.db.step import step, steps
from app.dispatch.kinds import Kind
from app.dispatch.sweep import sweep
from app.log import logger
from app.mail.work import Mails
from app.oidc.exchanges import Exchanges
from app.outbox import queue
from app.outbox.suppression import suppress
from app.remote.work import Documents
from app.settings.config import Settings
from app.webhooks.resealing import reseal
from app.webhooks.work import Webhooks

PUBLISHING_SECONDS = 5.0


class Outbox:
    def __init__(self, settings: Settings, engine: Engine | None = None) -> None:
        self.settings = settings
        self.engine = engine or create_database_engine(settings)
        # In the order in which they are asked: first what somebody sits and waits for.
        self.kinds: dict[str, Kind] = {
            "codes": Exchanges(self.engine, settings),
            "documents": Documents(self.engine, settings),
            "mail": Mails(self.engine, settings),
            "webhooks": Webhooks(self.engine, settings),
        }

    def handle(self, command: dict[str, Any]) -> dict[str, Any]:
        """Raises ValueError for a command that there is not, before the database is touched."""
        name = command.get("command")
        commands = {"claim": self.claim, "report": self.report, "suppress": self.suppress, "sweep": self.sweep}
        if name not in commands:
            raise ValueError(f"commands are {', '.join(commands)}")
        return commands[name](command)

    def claim(self, command: dict[str, Any]) -> dict[str, Any]:
        """A batch of one kind: `kind`; `items`, each with the `token` of its lease; `lease`, the seconds in which to
        report; and what they have in common.

        Without items, `due_in`: seconds until there is something to do, 0 or less where it is due, null where nothing
        is pending. `after`: the kind of the batch before, whose turn is the last one now.
        """
        waits = [self.publish()]
        for name in turns(list(self.kinds), command.get("after", "")):
            batch = self.kinds[name].claim()
            if batch["items"]:
                return {"kind": name, **batch}
            waits.append(batch["due_in"])
        return {"items": [], "due_in": first(*waits)}

    def publish(self) -> float | None:
        """Publishes the entries whose hour has come. Seconds until the next one."""
        if steps(self.engine, PUBLISHING_SECONDS, partial(publish_due, board_url=self.settings.public_url)):
            return 0.0
        with step(self.engine) as db:
            return entry_due_in(db)

    def report(self, command: dict[str, Any]) -> dict[str, Any]:
        return {"counted": self.kinds[command["kind"]].report(command["results"])}

    def suppress(self, command: dict[str, Any]) -> dict[str, Any]:
        """`addresses`, each with `reason`: bounce or complaint; `provider_id` of the mail that came back."""
        with step(self.engine) as db:
            for address in command["addresses"]:
                suppress(db, address, command["reason"])
            queue.mark_bounced(db, command.get("provider_id") or "", command["reason"])
        logger.info("addresses suppressed", extra={"count": len(command["addresses"]), "reason": command["reason"]})
        return {}

    def sweep(self, command: dict[str, Any]) -> dict[str, Any]:
        sweep(self.engine)
        if self.settings.previous_secret_keys:
            with step(self.engine) as db:
                reseal(db, self.settings)
        return {}


def turns(kinds: list[str], after: str) -> list[str]:
    """All of them, so that `after` comes last."""
    start = kinds.index(after) + 1 if after in kinds else 0
    return kinds[start:] + kinds[:start]


def first(*waits: float | None) -> float | None:
    return min((wait for wait in waits if wait is not None), default=None)
