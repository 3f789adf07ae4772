"""The courier's commands to the outbox, which has the database and no way out."""

from typing import Any

from app.mail.outbox import Outbox
from app.settings.config import load_settings, settings_expire_at
from handler.renewed import Renewed

outbox = Renewed(lambda: Outbox(load_settings()), expires_at=settings_expire_at)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return outbox.get().handle(event)
