"""The webhooks table: the endpoints that are told of events."""

from datetime import datetime

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Integer, Text, func, text
from sqlalchemy.orm import Mapped, mapped_column

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Base, CreatedAt, IdColumn
from app.models.enums import PausedBecause, WebhookFormat, is_one_of

# Votes are many, and the courier is woken for one only where somebody is told of it.
LISTENING = "EXISTS (SELECT FROM webhooks WHERE paused_because IS NULL AND deleted_at IS NULL)"


class Webhook(Base):
    """One endpoint, and how far it is in the stream of events.

    `secret`, `previous_secret`: sealed with the board's key (app/webhooks/secrets.py); the previous one signs along
    until `previous_until`. `xid`, `event_id`: the position in the stream up to which its deliveries are there.
    `failures`: how often in a row it failed, `failing_since` when that began. `next_at`: until when it is left alone,
    after a failure, and by others while a courier sends to it.
    `paused_because`: null while it is active. `deleted_at`: a row stays until the sweep has taken its deliveries.
    """

    __tablename__ = "webhooks"
    __table_args__ = (
        CheckConstraint(is_one_of("format", WebhookFormat), name="format"),
        CheckConstraint(is_one_of("paused_because", PausedBecause), name="paused_because"),
        CheckConstraint("cardinality(events) BETWEEN 1 AND 50", name="events"),
        Index(
            "ix_webhooks_active",
            "id",
            postgresql_where=text("paused_because IS NULL AND deleted_at IS NULL"),
        ),
        Index("ix_webhooks_created_by_id", "created_by_id"),
    )

    id: Mapped[IdColumn]
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(ARRAY(Text))
    format: Mapped[str] = mapped_column(server_default="json")
    secret: Mapped[bytes] = mapped_column(deferred=True)
    previous_secret: Mapped[bytes | None] = mapped_column(deferred=True)
    previous_until: Mapped[datetime | None]
    xid: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(Integer, server_default="0")
    failing_since: Mapped[datetime | None]
    next_at: Mapped[datetime] = mapped_column(server_default=func.now())
    paused_because: Mapped[str | None]
    created_by_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]

    @property
    def active(self) -> bool:
        return self.paused_because is None
