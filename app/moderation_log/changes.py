"""Writing the moderation log."""

from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.models import ModerationEntry


def log_moderation(db: Session, actor_id: int, action: str, target_type: str, target_id: int, **detail: Any) -> None:
    """Writes what a member of staff did, in the transaction that does it."""
    entry = {"actor_id": actor_id, "action": action, "target_type": target_type, "target_id": target_id}
    db.execute(insert(ModerationEntry).values(**entry, detail=detail))
