"""The deliveries table."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Named,
    Table,
    Text,
    TypedColumns,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

import app.models.events  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.enums import DeliveryStatus, Undelivered, is_one_of
from app.models.record import Record
from app.models.users import Member


class DeliveryColumns(TypedColumns):
    """One mail to one reader: what is to be sent, until when, and what became of it.

    A claim moves `due_at` to the end of its lease, so that what a worker took and never reported is due again.
    `lease_token` says whose report counts. Each retry waits longer, until `expires_at`.
    `address` is set where the reader may have no account; otherwise it is read when the mail is sent.
    """

    id: Named[int] = id_column()
    template: Named[str] = Column(Text)
    event_id: Named[int | None] = Column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"))
    user_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id"))
    address: Named[str | None] = Column(Text)
    data: Named[dict[str, Any]] = Column(JSONB, server_default=text("'{}'::jsonb"))
    status: Named[str] = Column(Text, server_default="pending")
    reason: Named[str | None] = Column(Text)
    attempts: Named[int] = Column(Integer, server_default="0")
    due_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime] = Column(Instant, server_default=text("now() + interval '3 days'"))
    lease_token: Named[uuid.UUID | None] = Column(Uuid)
    provider_id: Named[str | None] = Column(Text)
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    sent_at: Named[datetime | None] = Column(Instant)


deliveries = Table(
    "deliveries",
    metadata,
    DeliveryColumns,
    CheckConstraint(is_one_of("status", DeliveryStatus), name="status"),
    CheckConstraint("user_id IS NOT NULL OR address IS NOT NULL OR status <> 'pending'", name="reader"),
    Index("ix_deliveries_due_at", "due_at", "id", postgresql_where=text("status = 'pending'")),
    Index("ix_deliveries_lease_token", "lease_token", postgresql_where=text("status = 'pending'")),
    Index("ix_deliveries_user_id_id", "user_id", "id"),
    Index("ix_deliveries_provider_id", "provider_id", postgresql_where=text("provider_id IS NOT NULL")),
    Index(
        "ix_deliveries_undelivered",
        "status",
        "id",
        postgresql_where=text(is_one_of("status", Undelivered)),
    ),
    Index("uq_deliveries_event_id_user_id", "event_id", "user_id", unique=True),
    # A digest that nobody has claimed yet takes up what else happens until its hour.
    Index(
        "uq_deliveries_open_digest",
        "user_id",
        unique=True,
        postgresql_where=text("template = 'digest' AND status = 'pending' AND attempts = 0"),
    ),
)


class Delivery(Record):
    nested: ClassVar = {"user": Member}

    id: int
    template: str
    event_id: int | None
    user: Member | None
    status: str
    reason: str | None
    attempts: int
    due_at: datetime
    created_at: datetime
    sent_at: datetime | None
