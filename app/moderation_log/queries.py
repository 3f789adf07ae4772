"""The SQL of the moderation log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.models import ModerationEntry
from app.users.queries import with_member


def record(db: Session, actor_id: int, action: str, target_type: str, target_id: int, **detail: Any) -> None:
    """Writes what a member of staff did, in the transaction that does it."""
    values = {
        "actor_id": actor_id,
        "action": action,
        "target_type": target_type,
        "target_id": target_id,
        "detail": detail,
    }
    db.execute(insert(ModerationEntry).values(values))


def list_entries(db: Session, *, before: int | None, limit: int) -> Sequence[ModerationEntry]:
    """The latest first; one more than `limit`, where there is one."""
    statement = select(ModerationEntry).options(with_member(ModerationEntry.actor, innerjoin=True))
    if before is not None:
        statement = statement.where(ModerationEntry.id < before)
    return db.scalars(statement.order_by(ModerationEntry.id.desc()).limit(limit + 1)).all()
