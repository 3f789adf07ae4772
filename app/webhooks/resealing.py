"""After a change of SECRET_KEY, secrets that the key before it sealed are sealed by the new one."""

from contextlib import suppress

from sqlalchemy import Connection, select, update

from app.models.webhooks import webhooks
from app.settings.config import Settings
from app.webhooks.secrets import Unreadable, seal, unseal


def reseal(db: Connection, settings: Settings) -> None:
    """All there are, which are few. What can't be read stays: it is for the admin to rotate it."""
    columns = (webhooks.c.id, webhooks.c.secret, webhooks.c.previous_secret)
    for webhook_id, secret, previous in db.execute(select(*columns).with_for_update()).all():
        with suppress(Unreadable):
            values = {"secret": seal(settings, unseal(settings, secret))}
            if previous is not None:
                values["previous_secret"] = seal(settings, unseal(settings, previous))
            db.execute(update(webhooks).where(webhooks.c.id == webhook_id).values(values))
