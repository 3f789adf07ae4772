"""After a change of SECRET_KEY, secrets that the key before it sealed are sealed by the new one."""

from contextlib import suppress

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.models import Webhook
from app.settings.config import Settings
from app.webhooks.secrets import Unreadable, seal, unseal


def reseal(db: Session, settings: Settings) -> None:
    """All there are, which are few. What can't be read stays: it is for the admin to rotate it."""
    columns = (Webhook.id, Webhook.secret, Webhook.previous_secret)
    for webhook_id, secret, previous in db.execute(select(*columns).with_for_update()).all():
        with suppress(Unreadable):
            values = {"secret": seal(settings, unseal(settings, secret))}
            if previous is not None:
                values["previous_secret"] = seal(settings, unseal(settings, previous))
            db.execute(update(Webhook).where(Webhook.id == webhook_id).values(values))
