"""What becomes of an endpoint that is left alone: its owner is told."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.log import logger
from app.models import User, Webhook
from app.outbox.changes import enqueue_mail
from app.settings.config import Settings


def tell_owners(db: Session, settings: Settings, webhook_ids: Sequence[int]) -> None:
    """By mail, where the board sends any, and in the log. Not the whole URL, which may itself be a secret."""
    statement = select(Webhook, User.email).join(User, User.id == Webhook.created_by_id)
    for webhook, address in db.execute(statement.where(Webhook.id.in_(webhook_ids))).all():
        logger.warning("a webhook is paused", extra={"webhook": webhook.id, "because": webhook.paused_because})
        if settings.sends_mail and address is not None:
            about = {"host": urlsplit(webhook.url).hostname, "because": webhook.paused_because}
            page = f"{settings.public_url}/admin/webhooks/{webhook.id}"
            data = {**about, "url": page}
            enqueue_mail(db, template="webhook_paused", address=address, user_id=webhook.created_by_id, data=data)
