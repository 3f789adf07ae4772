"""Reading endpoints and their deliveries."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, with_expression

from app.errors import NotFound
from app.models import Event, Webhook, WebhookDelivery

PRESENT = Webhook.deleted_at.is_(None)


def list_webhooks(db: Session, *, after: int, limit: int) -> Sequence[Webhook]:
    """The oldest first; one more than `limit`, where there is one."""
    statement = select(Webhook).where(PRESENT, Webhook.id > after)
    return db.scalars(statement.order_by(Webhook.id).limit(limit + 1)).all()


def get_webhook(db: Session, webhook_id: int) -> Webhook:
    """Raises NotFound."""
    statement = select(Webhook).where(PRESENT, Webhook.id == webhook_id)
    webhook = db.scalar(statement.execution_options(populate_existing=True))
    if webhook is None:
        raise NotFound("webhook")
    return webhook


def webhooks_of(user_id: int) -> Select[Webhook]:
    """Those that a member set up, deleted ones too while they are there."""
    return select(Webhook).where(Webhook.created_by_id == user_id).order_by(Webhook.id)


def list_deliveries(
    db: Session, webhook_id: int, *, before: int | None, limit: int, status: str | None = None
) -> Sequence[WebhookDelivery]:
    """The latest first; one more than `limit`, where there is one. Raises NotFound."""
    statement = deliveries().where(WebhookDelivery.webhook_id == webhook_id)
    if status is not None:
        statement = statement.where(WebhookDelivery.status == status)
    if before is not None:
        statement = statement.where(WebhookDelivery.id < before)
    found = db.scalars(statement.order_by(WebhookDelivery.id.desc()).limit(limit + 1)).all()
    if not found:
        get_webhook(db, webhook_id)
    return found


def get_delivery(db: Session, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Raises NotFound."""
    statement = deliveries().where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.id == delivery_id)
    found = db.scalar(statement.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("delivery")
    return found


def get_delivery_and_format(db: Session, webhook_id: int, delivery_id: int) -> tuple[WebhookDelivery, str]:
    """The delivery, and in which format its endpoint is told. Raises NotFound."""
    statement = deliveries().where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.id == delivery_id)
    formatted = statement.join(Webhook, Webhook.id == WebhookDelivery.webhook_id).add_columns(Webhook.format)
    found = db.execute(formatted).one_or_none()
    if found is None:
        raise NotFound("delivery")
    return found[0], found[1]


def deliveries() -> Select[WebhookDelivery]:
    """With the type of each event."""
    present = select(Webhook.id).where(PRESENT)
    typed = select(Event.type).where(Event.id == WebhookDelivery.event_id).scalar_subquery()
    statement = select(WebhookDelivery).options(with_expression(WebhookDelivery.event_type, typed))
    return statement.where(WebhookDelivery.webhook_id.in_(present))
