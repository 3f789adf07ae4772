"""What becomes of an endpoint that is left alone: its owner is told."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection, select

from app.log import logger
from app.models.users import users
from app.models.webhooks import Webhook, webhooks
from app.outbox.changes import enqueue_mail
from app.settings.config import Settings


class OwnedWebhook(Webhook):
    """`email`: of whoever set it up."""

    email: str | None


def tell_owners(db: Connection, settings: Settings, webhook_ids: Sequence[int]) -> None:
    """By mail, where the board sends any, and in the log. Not the whole URL, which may itself be a secret."""
    columns = (*Webhook.columns(webhooks), users.c.email)
    statement = select(*columns).join(users, users.c.id == webhooks.c.created_by_id)
    for webhook in OwnedWebhook.all(db.execute(statement.where(webhooks.c.id.in_(webhook_ids)))):
        logger.warning("a webhook is paused", extra={"webhook": webhook.id, "because": webhook.paused_because})
        if settings.sends_mail and webhook.email is not None:
            about = {"host": urlsplit(webhook.url).hostname, "because": webhook.paused_because}
            page = f"{settings.public_url}/admin/webhooks/{webhook.id}"
            data = {**about, "url": page}
            enqueue_mail(db, template="webhook_paused", address=webhook.email, user_id=webhook.created_by_id, data=data)
