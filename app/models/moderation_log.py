"""The moderation_log table."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Named, Table, Text, TypedColumns, func
from sqlalchemy.dialects.postgresql import JSONB

from app.models.base import Instant, id_column, metadata
from app.models.record import Record
from app.models.users import Member


class ModerationEntryColumns(TypedColumns):
    """Append-only: a trigger refuses to change or delete what was written."""

    id: Named[int] = id_column()
    actor_id: Named[int] = Column(BigInteger, ForeignKey("users.id"))
    action: Named[str] = Column(Text)
    target_type: Named[str] = Column(Text)
    target_id: Named[int] = Column(BigInteger)
    detail: Named[dict[str, Any]] = Column(JSONB)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


moderation_log = Table(
    "moderation_log",
    metadata,
    ModerationEntryColumns,
    Index("ix_moderation_log_target_type_target_id", "target_type", "target_id"),
    Index("ix_moderation_log_action_id", "action", "id"),
    Index("ix_moderation_log_actor_id_id", "actor_id", "id"),
)


class ModerationEntry(Record):
    nested: ClassVar = {"actor": Member}

    id: int
    actor: Member
    action: str
    target_type: str
    target_id: int
    detail: dict[str, Any]
    created_at: datetime
