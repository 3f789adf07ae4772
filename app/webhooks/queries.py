"""Reading endpoints and their deliveries."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable, Select, select

from app.errors import NotFound
from app.models.events import events
from app.models.webhook_deliveries import WebhookDelivery, webhook_deliveries
from app.models.webhooks import Webhook, webhooks

PRESENT = webhooks.c.deleted_at.is_(None)


def list_webhooks(db: Connection, *, after: int, limit: int) -> Sequence[Webhook]:
    """The oldest first; one more than `limit`, where there is one."""
    statement = select(*Webhook.columns(webhooks)).where(PRESENT, webhooks.c.id > after)
    return Webhook.all(db.execute(statement.order_by(webhooks.c.id).limit(limit + 1)))


def get_webhook(db: Connection, webhook_id: int) -> Webhook:
    """Raises NotFound."""
    return the_webhook(db, one_webhook(webhook_id))


def one_webhook(webhook_id: int) -> Select[*tuple[Any, ...]]:
    return select(*Webhook.columns(webhooks)).where(PRESENT, webhooks.c.id == webhook_id)


def the_webhook(db: Connection, statement: Executable) -> Webhook:
    """That it reads or returns. Raises NotFound."""
    webhook = Webhook.one_or_none(db.execute(statement))
    if webhook is None:
        raise NotFound("webhook")
    return webhook


def webhooks_of(user_id: int) -> Select[*tuple[Any, ...]]:
    """Those that a member set up, deleted ones too while they are there."""
    return select(*Webhook.columns(webhooks)).where(webhooks.c.created_by_id == user_id).order_by(webhooks.c.id)


def list_deliveries(
    db: Connection, webhook_id: int, *, before: int | None, limit: int, status: str | None = None
) -> Sequence[WebhookDelivery]:
    """The latest first; one more than `limit`, where there is one. Raises NotFound."""
    statement = deliveries().where(webhook_deliveries.c.webhook_id == webhook_id)
    if status is not None:
        statement = statement.where(webhook_deliveries.c.status == status)
    if before is not None:
        statement = statement.where(webhook_deliveries.c.id < before)
    latest = statement.order_by(webhook_deliveries.c.id.desc()).limit(limit + 1)
    found = WebhookDelivery.all(db.execute(latest))
    if not found:
        get_webhook(db, webhook_id)
    return found


def get_delivery(db: Connection, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Raises NotFound."""
    statement = deliveries().where(
        webhook_deliveries.c.webhook_id == webhook_id, webhook_deliveries.c.id == delivery_id
    )
    found = WebhookDelivery.one_or_none(db.execute(statement))
    if found is None:
        raise NotFound("delivery")
    return found


def deliveries() -> Select[*tuple[Any, ...]]:
    """With the format of the endpoint, and the type of each event."""
    typed = select(events.c.type).where(events.c.id == webhook_deliveries.c.event_id).scalar_subquery()
    columns = (*WebhookDelivery.columns(webhook_deliveries), webhooks.c.format, typed.label("event_type"))
    return select(*columns).join(webhooks, webhooks.c.id == webhook_deliveries.c.webhook_id).where(PRESENT)
