"""The webhook_deliveries table."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, query_expression

import app.models.events
import app.models.webhooks  # noqa: F401  (has foreign keys to both)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import WebhookDeliveryStatus, is_one_of


class WebhookDelivery(Base):
    """One event for one endpoint; their ids are in the stream's order. `event_id` is null for a test.

    A claim moves `due_at` to the end of its lease, and `lease_token` says whose report counts, as for mails.
    `log`: what became of its last ten attempts, each with `at`, `status`, `reason`, `response` and `seconds`.
    """

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        CheckConstraint(is_one_of("status", WebhookDeliveryStatus), name="status"),
        Index("uq_webhook_deliveries_webhook_id_event_id", "webhook_id", "event_id", unique=True),
        Index("ix_webhook_deliveries_webhook_id_id", "webhook_id", "id"),
        Index("ix_webhook_deliveries_event_id", "event_id"),
        Index(
            "ix_webhook_deliveries_pending", "webhook_id", "due_at", "id", postgresql_where=text("status = 'pending'")
        ),
        Index(
            "ix_webhook_deliveries_lease_token",
            "lease_token",
            postgresql_where=text("lease_token IS NOT NULL"),
        ),
    )

    id: Mapped[IdColumn]
    webhook_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("webhooks.id", ondelete="CASCADE"))
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"))
    status: Mapped[str] = mapped_column(server_default="pending")
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(server_default=text("now() + interval '3 days'"))
    lease_token: Mapped[uuid.UUID | None]
    log: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    created_at: Mapped[CreatedAt]
    delivered_at: Mapped[datetime | None]

    event_type: Mapped[str | None] = query_expression()
