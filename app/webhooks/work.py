"""Deliveries as the courier gets them: fanned out, claimed, built and signed; and what became of each."""

import time
from typing import Any

from sqlalchemy import Connection, Engine, case, func, select

from app.board.cache import current_board
from app.db.step import step, steps
from app.languages.language import get_language
from app.log import logger
from app.models.webhooks import Webhook, webhooks
from app.settings.config import Settings
from app.webhooks import queue
from app.webhooks.contents import message_id, payloads, test_event
from app.webhooks.fan_out import fan_out_part, held_back
from app.webhooks.formats import body_of
from app.webhooks.pausing import tell_owners
from app.webhooks.queue import Claimed
from app.webhooks.secrets import Unreadable, unseal
from app.webhooks.signing import signed_headers

FAN_OUT_SECONDS = 5.0
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


class Webhooks:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    def claim(self) -> dict[str, Any]:
        """Items of one endpoint, in the stream's order, with `url`, `headers` and `body`; `private`: whether it may be
        a server of this network."""
        more = self.fan_out()
        with step(self.engine) as db:
            claimed = queue.claim(db)
        with step(self.engine) as db:
            items, refused = self.compose(db, claimed) if claimed else ([], [])
            if refused:
                queue.report(db, refused)
            waits = (queue.due_in(db), held_back(db))
        due_in = 0.0 if more else min((wait for wait in waits if wait is not None), default=None)
        private = self.settings.webhooks_to_private_addresses
        return {"items": items, "private": private, "lease": queue.LEASE_SECONDS, "due_in": due_in}

    def fan_out(self) -> bool:
        """Whether there is more to do than there was time for."""
        return steps(self.engine, FAN_OUT_SECONDS, fan_out_part)

    def compose(self, db: Connection, claimed: list[Claimed]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What to send, and the reports of what can't be sent."""
        webhook = secrets_in_force(db, claimed[0].webhook_id)
        try:
            secrets = [unseal(self.settings, each) for each in webhook.secrets]
        except Unreadable:
            logger.error("the secret of a webhook was sealed with another SECRET_KEY", extra={"webhook": webhook.id})
            reason = "its secret can't be read, as SECRET_KEY has changed: rotate the secret"
            return [], [{"token": each.token, "outcome": "retry", "reason": reason} for each in claimed]
        events = payloads(db, [each.event_id for each in claimed if each.event_id], board_url=self.settings.public_url)
        language = get_language(current_board(db, self.settings).default_language or "en")
        items = []
        for each in claimed:
            event = events.get(each.event_id) if each.event_id else test_event(each.id, each.created_at)
            if event is None:
                continue  # It was taken back this moment, and its delivery with it.
            body = body_of(event, webhook.format, language)
            signed = signed_headers(message_id(each.id, each.event_id), int(time.time()), body, secrets)
            item = {"token": str(each.token), "url": webhook.url, "headers": HEADERS | signed}
            items.append({**item, "body": body.decode()})
        return items, []

    def report(self, results: list[dict[str, Any]]) -> int:
        """Each has `outcome`: delivered, retry, gone or released; and what app/webhooks/queue.py names besides."""
        with step(self.engine) as db:
            reported = queue.report(db, results)
            if reported.paused:
                tell_owners(db, self.settings, reported.paused)
        return reported.counted


class SealedWebhook(Webhook):
    """With its secrets as they are stored: `previous` while it signs along."""

    secret: bytes
    previous: bytes | None

    @property
    def secrets(self) -> list[bytes]:
        """The newest first."""
        return [self.secret] if self.previous is None else [self.secret, self.previous]


def secrets_in_force(db: Connection, webhook_id: int) -> SealedWebhook:
    previous = case((webhooks.c.previous_until > func.now(), webhooks.c.previous_secret))
    statement = select(*SealedWebhook.columns(webhooks), previous.label("previous"))
    return SealedWebhook.one(db.execute(statement.where(webhooks.c.id == webhook_id)))
