"""Writing endpoints: the statement, and its entry in the moderation log."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, insert, select, text, update

from app.errors import Conflict, Invalid
from app.events.positions import LARGEST
from app.models.users import User
from app.models.webhook_deliveries import WebhookDelivery, webhook_deliveries
from app.models.webhooks import Webhook, webhooks
from app.moderation_log.changes import log_moderation
from app.outbox.wake import wake_after_commit
from app.outside.urls import target_of
from app.settings.config import Settings
from app.webhooks.queries import PRESENT, get_delivery, one_webhook, the_webhook
from app.webhooks.secrets import make_secret, seal

MOST = 100
BOTH_SIGN = text("now() + interval '24 hours'")
# From what happens from now on. What is held back this moment has no xid below that of the oldest open transaction.
HERE = text("pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1")
LEASED = webhook_deliveries.c.lease_token.is_not(None)
FROM_THE_START = {"attempts": 0, "due_at": func.now(), "expires_at": text("now() + interval '3 days'")}


def create_webhook(
    db: Connection, settings: Settings, *, admin: User, url: str, events: Sequence[str], format: str
) -> tuple[Webhook, str]:
    """The endpoint and its secret, which nobody is told a second time. Raises Invalid, or Conflict beyond MOST."""
    check_url(settings, url)
    # So that two that are created at once count each other.
    db.execute(text("LOCK TABLE webhooks IN SHARE ROW EXCLUSIVE MODE"))
    if db.execute(select(func.count()).select_from(webhooks).where(PRESENT)).scalar_one() >= MOST:
        raise Conflict(f"There are {MOST} webhooks already, which is as many as there may be.", code="webhooks-full")
    secret = make_secret()
    values: dict[str, Any] = {"url": url, "events": once_each(events), "format": format, "created_by_id": admin.id}
    values |= {"secret": seal(settings, secret), "xid": HERE, "event_id": LARGEST}
    created = insert(webhooks).values(values).returning(*Webhook.columns(webhooks))
    webhook = Webhook.one(db.execute(created))
    log_webhook(db, admin, "created", webhook)
    return webhook, secret


def update_webhook(db: Connection, settings: Settings, webhook_id: int, *, admin: User, **changes: Any) -> Webhook:
    """`changes`: of url, events, format and active. Raises NotFound or Invalid."""
    if "url" in changes:
        check_url(settings, changes["url"])
    if "events" in changes:
        changes["events"] = once_each(changes["events"])
    active = changes.pop("active", None)
    before = get_locked(db, webhook_id)
    resumes, pauses = active is True and before.paused_because is not None, active is False
    if resumes:
        changes |= {"paused_because": None, "failures": 0, "failing_since": None, "next_at": func.now()}
    elif pauses and before.paused_because is None:
        changes["paused_because"] = "by_hand"
    if not changes:
        return before
    changed = update(webhooks).where(webhooks.c.id == webhook_id).values(**changes, updated_at=func.now())
    webhook = Webhook.one(db.execute(changed.returning(*Webhook.columns(webhooks))))
    if resumes:
        waiting = (webhook_deliveries.c.webhook_id == webhook_id, webhook_deliveries.c.status == "pending", ~LEASED)
        db.execute(update(webhook_deliveries).where(*waiting).values(**FROM_THE_START))
        wake_after_commit(db)
    action = "resumed" if resumes else "paused" if "paused_because" in changes else "changed"
    log_webhook(db, admin, action, webhook)
    return webhook


def delete_webhook(db: Connection, webhook_id: int, *, admin: User) -> None:
    """Nothing more is sent there but what a courier holds already. Its deliveries go with the next sweep. Raises
    NotFound."""
    gone = update(webhooks).where(webhooks.c.id == webhook_id, PRESENT).values(deleted_at=func.now())
    webhook = the_webhook(db, gone.returning(*Webhook.columns(webhooks)))
    log_webhook(db, admin, "deleted", webhook)


def rotate_secret(db: Connection, settings: Settings, webhook_id: int, *, admin: User) -> tuple[str, datetime]:
    """The new secret, and until when the one before signs along. Raises NotFound."""
    secret = make_secret()
    values = {"secret": seal(settings, secret), "previous_secret": webhooks.c.secret, "previous_until": BOTH_SIGN}
    statement = update(webhooks).where(webhooks.c.id == webhook_id, PRESENT).values(**values)
    webhook = the_webhook(db, statement.returning(*Webhook.columns(webhooks)))
    log_webhook(db, admin, "rotated", webhook)
    assert webhook.previous_until is not None
    return secret, webhook.previous_until


def replay(db: Connection, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Sends it again, under the same id. Raises NotFound, or Conflict while the endpoint is paused."""
    require_active(get_locked(db, webhook_id))
    values = {**FROM_THE_START, "status": "pending"}
    chosen = (webhook_deliveries.c.webhook_id == webhook_id, webhook_deliveries.c.id == delivery_id, ~LEASED)
    db.execute(update(webhook_deliveries).where(*chosen).values(**values))
    send_soon(db, webhook_id)
    return get_delivery(db, webhook_id, delivery_id)


def send_test(db: Connection, webhook_id: int) -> WebhookDelivery:
    """One try, soon. Raises NotFound, or Conflict while the endpoint is paused."""
    require_active(get_locked(db, webhook_id))
    row = insert(webhook_deliveries).values(webhook_id=webhook_id).returning(webhook_deliveries.c.id)
    delivery_id = db.scalars(row).one()
    send_soon(db, webhook_id)
    return get_delivery(db, webhook_id, delivery_id)


def send_soon(db: Connection, webhook_id: int) -> None:
    """Also where it is left alone after a failure, but not while a courier sends to it."""
    sending = select(webhook_deliveries.c.id).where(webhook_deliveries.c.webhook_id == webhook_id, LEASED).exists()
    db.execute(update(webhooks).where(webhooks.c.id == webhook_id, ~sending).values(next_at=func.now()))
    wake_after_commit(db)


def get_locked(db: Connection, webhook_id: int) -> Webhook:
    return the_webhook(db, one_webhook(webhook_id).with_for_update())


def require_active(webhook: Webhook) -> None:
    if webhook.paused_because is not None:
        raise Conflict("This webhook is paused. Resume it first.", code="webhook-paused")


def check_url(settings: Settings, url: str) -> None:
    try:
        target_of(url, private=settings.webhooks_to_private_addresses)
    except ValueError as error:
        raise Invalid("#/url", str(error)) from None


def once_each(events: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(events))


def log_webhook(db: Connection, admin: User, what: str, webhook: Webhook) -> None:
    """With the host alone: the path of a chat's URL is a secret."""
    detail = {"host": urlsplit(webhook.url).hostname}
    log_moderation(db, admin.id, f"webhook.{what}", "webhook", webhook.id, **detail)
