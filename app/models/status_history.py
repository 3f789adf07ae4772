"""The status_history table."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Named, Table, Text, TypedColumns, func

import app.models.posts  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.enums import Status, is_one_of
from app.models.record import Record
from app.models.users import Member


class StatusChangeColumns(TypedColumns):
    """Append-only: a trigger refuses to change or delete what was written."""

    id: Named[int] = id_column()
    post_id: Named[int] = Column(BigInteger, ForeignKey("posts.id"))
    actor_id: Named[int] = Column(BigInteger, ForeignKey("users.id"), index=True)
    status: Named[str] = Column(Text)
    response: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())


status_history = Table(
    "status_history",
    metadata,
    StatusChangeColumns,
    CheckConstraint(is_one_of("status", Status), name="status"),
    Index("ix_status_history_post_id_id", "post_id", "id"),
    Index("ix_status_history_created_at", "created_at"),
)


class StatusChange(Record):
    nested: ClassVar = {"actor": Member}

    id: int
    actor: Member
    status: str
    response: str | None
    created_at: datetime
