"""The webhook_deliveries table."""

import uuid
from datetime import datetime
from typing import Any

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

import app.models.events
import app.models.webhooks  # noqa: F401  (has foreign keys to both)
from app.models.base import Instant, id_column, metadata
from app.models.enums import WebhookDeliveryStatus, is_one_of
from app.models.record import Record


class WebhookDeliveryColumns(TypedColumns):
    """One event for one endpoint; their ids are in the stream's order. `event_id` is null for a test.

    A claim moves `due_at` to the end of its lease, and `lease_token` says whose report counts, as for mails.
    `log`: what became of its last ten attempts, each with `at`, `status`, `reason`, `response` and `seconds`.
    """

    id: Named[int] = id_column()
    webhook_id: Named[int] = Column(BigInteger, ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Named[int | None] = Column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"))
    status: Named[str] = Column(Text, server_default="pending")
    attempts: Named[int] = Column(Integer, server_default="0")
    due_at: Named[datetime] = Column(Instant, server_default=func.now())
    expires_at: Named[datetime] = Column(Instant, server_default=text("now() + interval '3 days'"))
    lease_token: Named[uuid.UUID | None] = Column(Uuid)
    log: Named[list[dict[str, Any]]] = Column(JSONB, server_default=text("'[]'::jsonb"))
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    delivered_at: Named[datetime | None] = Column(Instant)


webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    WebhookDeliveryColumns,
    CheckConstraint(is_one_of("status", WebhookDeliveryStatus), name="status"),
    Index("uq_webhook_deliveries_webhook_id_event_id", "webhook_id", "event_id", unique=True),
    Index("ix_webhook_deliveries_webhook_id_id", "webhook_id", "id"),
    Index("ix_webhook_deliveries_event_id", "event_id"),
    Index("ix_webhook_deliveries_pending", "webhook_id", "due_at", "id", postgresql_where=text("status = 'pending'")),
    Index(
        "ix_webhook_deliveries_lease_token",
        "lease_token",
        postgresql_where=text("lease_token IS NOT NULL"),
    ),
)


class WebhookDelivery(Record):
    """`format`: of the endpoint."""

    id: int
    webhook_id: int
    event_id: int | None
    event_type: str | None
    format: str
    status: str
    attempts: int
    due_at: datetime
    log: list[dict[str, Any]]
    created_at: datetime
    delivered_at: datetime | None
