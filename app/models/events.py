"""The events table."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Named, Table, Text, TypedColumns, func, text
from sqlalchemy.dialects.postgresql import JSONB

import app.models.comments  # noqa: F401  (has a foreign key to it)
from app.models.base import Instant, id_column, metadata
from app.models.record import Record


class EventColumns(TypedColumns):
    """What happened, written by the statement that did it. `type`: `post.created`, `vote.deleted`, and so on.

    It holds ids and no text, so that nothing has to be taken out of it when a text is deleted or hidden.
    `staff_only`: what only the team may learn of, such as a post that is pending.
    `xid`: of the transaction that wrote it, 0 for what was there before the column. The stream's order is
    `(xid, id)`, as ids alone are seen out of order: a transaction may commit after another that took a later one.
    `via_id`: the integration that acted in the actor's place.
    `fanned_out_at`: when its deliveries were all there; events that nobody is told of have it from the start.
    `fanned_out_to`: the last member whose delivery is there, while a long list of followers is worked through.
    `told_at`: of what the changelog published, when a courier took the first mail of it.
    """

    id: Named[int] = id_column()
    type: Named[str] = Column(Text)
    post_id: Named[int | None] = Column(BigInteger, ForeignKey("posts.id"))
    comment_id: Named[int | None] = Column(BigInteger, ForeignKey("comments.id"))
    actor_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id"))
    via_id: Named[int | None] = Column(BigInteger, ForeignKey("users.id"))
    data: Named[dict[str, Any]] = Column(JSONB, server_default=text("'{}'::jsonb"))
    staff_only: Named[bool] = Column(server_default=text("false"))
    created_at: Named[datetime] = Column(Instant, server_default=func.now())
    xid: Named[int] = Column(BigInteger, server_default=text("pg_current_xact_id()::text::bigint"))
    fanned_out_at: Named[datetime | None] = Column(Instant)
    fanned_out_to: Named[int] = Column(BigInteger, server_default="0")
    told_at: Named[datetime | None] = Column(Instant)


events = Table(
    "events",
    metadata,
    EventColumns,
    Index("ix_events_actor_id", "actor_id"),
    Index("ix_events_xid_id", "xid", "id"),
    Index("ix_events_to_fan_out", "id", postgresql_where=text("fanned_out_at IS NULL")),
)


class Event(Record):
    id: int
    type: str
    actor_id: int | None
