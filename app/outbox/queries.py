"""Reading the outbox: what a member did, and what was sent to one."""

from typing import Any

from sqlalchemy import Select, select

from app.models.deliveries import deliveries
from app.models.events import events


def events_of(user_id: int) -> Select[*tuple[Any, ...]]:
    return select(events).where(events.c.actor_id == user_id).order_by(events.c.id)


def mails_of(user_id: int) -> Select[*tuple[Any, ...]]:
    """But for what is in them, as a code."""
    columns = ("template", "address", "status", "reason", "created_at", "sent_at")
    return (
        select(*(deliveries.c[name] for name in columns))
        .where(deliveries.c.user_id == user_id)
        .order_by(deliveries.c.id)
    )
