"""The moderation_log table."""

from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, CreatedAt, IdColumn
from app.models.users import User


class ModerationEntry(Base):
    """Append-only: a trigger refuses to change or delete what was written."""

    __tablename__ = "moderation_log"
    __table_args__ = (
        Index("ix_moderation_log_target_type_target_id", "target_type", "target_id"),
        Index("ix_moderation_log_action_id", "action", "id"),
        Index("ix_moderation_log_actor_id_id", "actor_id", "id"),
    )

    id: Mapped[IdColumn]
    actor_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    action: Mapped[str]
    target_type: Mapped[str]
    target_id: Mapped[int] = mapped_column(BigInteger)
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[CreatedAt]

    actor = relationship(User, lazy="raise")
