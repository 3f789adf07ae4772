"""Writing the moderation log."""

from typing import Any

from sqlalchemy import Connection, insert

from app.models.moderation_log import moderation_log


def log_moderation(db: Connection, actor_id: int, action: str, target_type: str, target_id: int, **detail: Any) -> None:
    """Writes what a member of staff did, in the transaction that does it."""
    entry = {"actor_id": actor_id, "action": action, "target_type": target_type, "target_id": target_id}
    db.execute(insert(moderation_log).values(**entry, detail=detail))
