"""The deliveries table."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

import app.models.events  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import DeliveryStatus, Undelivered, is_one_of
from app.models.users import User


class Delivery(Base):
    """One mail to one reader: what is to be sent, until when, and what became of it.

    A claim moves `due_at` to the end of its lease, so that what a worker took and never reported is due again.
    `lease_token` says whose report counts. Each retry waits longer, until `expires_at`.
    `address` is set where the reader may have no account; otherwise it is read when the mail is sent.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
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

    id: Mapped[IdColumn]
    template: Mapped[str]
    event_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("events.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("users.id"))
    address: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    status: Mapped[str] = mapped_column(server_default="pending")
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(Integer, server_default="0")
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime] = mapped_column(server_default=text("now() + interval '3 days'"))
    lease_token: Mapped[uuid.UUID | None]
    provider_id: Mapped[str | None]
    created_at: Mapped[CreatedAt]
    sent_at: Mapped[datetime | None]

    user = relationship(User, lazy="raise")
