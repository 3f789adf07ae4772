"""The webhooks table: the endpoints that are told of events."""

from datetime import datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Named,
    Table,
    Text,
    TypedColumns,
    func,
    text,
)

import app.models.users  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.enums import PausedBecause, WebhookFormat, is_one_of
from app.models.record import Record

# Votes are many, and the courier is woken for one only where somebody is told of it.
LISTENING = "EXISTS (SELECT FROM webhooks WHERE paused_because IS NULL AND deleted_at IS NULL)"


class WebhookColumns(TypedColumns):
    """One endpoint, and how far it is in the stream of events.

    `secret`, `previous_secret`: sealed with the board's key (app/webhooks/secrets.py); the previous one signs along
    until `previous_until`. `xid`, `event_id`: the position in the stream up to which its deliveries are there.
    `failures`: how often in a row it failed, `failing_since` when that began. `next_at`: until when it is left alone,
    after a failure, and by others while a courier sends to it.
    `paused_because`: null while it is active. `deleted_at`: a row stays until the sweep has taken its deliveries.
    """

    id: Named[int] = id_column()
    url: Named[str] = Column(Text)
    events: Named[list[str]] = Column(ARRAY(Text))
    format: Named[str] = Column(Text, server_default="json")
    secret: Named[bytes] = Column(LargeBinary)
    previous_secret: Named[bytes | None] = Column(LargeBinary)
    previous_until: Named[datetime | None] = Column(Instant)
    xid: Named[int] = Column(BigInteger)
    event_id: Named[int] = Column(BigInteger)
    failures: Named[int] = Column(Integer, server_default="0")
    failing_since: Named[datetime | None] = Column(Instant)
    next_at: Named[datetime] = Column(Instant, server_default=func.now())
    paused_because: Named[str | None] = Column(Text)
    created_by_id: Named[int] = Column(BigInteger, ForeignKey("users.id"))
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    updated_at: Named[datetime] = Column(Instant, server_default=func.now())
    deleted_at: Named[datetime | None] = Column(Instant)


webhooks = Table(
    "webhooks",
    metadata,
    WebhookColumns,
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


class Webhook(Record):
    """But for its secrets."""

    id: int
    url: str
    events: list[str]
    format: str
    previous_until: datetime | None
    failing_since: datetime | None
    paused_because: str | None
    created_by_id: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None

    @property
    def active(self) -> bool:
        return self.paused_because is None
