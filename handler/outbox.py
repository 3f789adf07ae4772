"""The courier's commands to the outbox, which has the database and no way out."""

from typing import Any

from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from handler.renewed import Renewed

outbox = Renewed(load_settings, Outbox, close=lambda made: made.engine.dispose())


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return outbox.get().handle(event)
