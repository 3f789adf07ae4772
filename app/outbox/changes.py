"""Writing the outbox, in the transaction of the change: events, and mails that stem from none."""

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, ColumnElement, Connection, delete, func, insert, literal, null, or_, select

from app.models.deliveries import deliveries
from app.models.events import events
from app.models.notification_settings import notification_settings
from app.models.suppressed_addresses import suppressed_addresses
from app.outbox.wake import wake_after_commit


def event_cte(
    source: CTE,
    event_type: str | ColumnElement[str],
    *,
    actor_id: int,
    via_id: int | None = None,
    post_id: Any,
    comment_id: Any = None,
    data: Any = None,
    where: Any = None,
    told: bool = False,
) -> CTE:
    """The event of each row of `source`, for which the change's own statement has room: it costs no round trip.

    `via_id`: the integration that acted in the actor's place.
    `told`: whether somebody may be told of it; others are done as soon as they are written.
    """
    columns: dict[str, Any] = {
        "type": event_type if not isinstance(event_type, str) else literal(event_type),
        "post_id": post_id,
        "actor_id": literal(actor_id, events.c.actor_id.type),
        "via_id": literal(via_id, events.c.via_id.type),
        "fanned_out_at": null() if told else func.now(),
    }
    if comment_id is not None:
        columns["comment_id"] = comment_id
    if data is not None:
        columns["data"] = data
    rows = select(*columns.values()).select_from(source)
    if where is not None:
        rows = rows.where(where)
    return insert(events).from_select(list(columns), rows).cte("event")


def enqueue_mail(
    db: Connection,
    *,
    template: str,
    address: str,
    user_id: int | None,
    data: dict[str, Any],
    expires_at: datetime | None = None,
) -> None:
    """One mail to one address, due at once, that stems from no event. `data` is what its template needs.

    It is tried until `expires_at`, three days if there is none, and `data` is forgotten once it was sent or given up.
    """
    values: dict[str, Any] = {"template": template, "address": address, "user_id": user_id, "data": data}
    if expires_at is not None:
        values["expires_at"] = expires_at
    db.execute(insert(deliveries).values(values))
    wake_after_commit(db)


def forget_member(db: Connection, user_id: int, address: str) -> None:
    """What is left of an erased account: its events but for its votes, which are taken back. What a courier has taken
    already is still sent; its report then finds nothing."""
    db.execute(delete(deliveries).where(or_(deliveries.c.user_id == user_id, deliveries.c.address == address)))
    db.execute(delete(events).where(events.c.actor_id == user_id, events.c.type.in_(("vote.created", "vote.deleted"))))
    db.execute(delete(notification_settings).where(notification_settings.c.user_id == user_id))
    db.execute(delete(suppressed_addresses).where(suppressed_addresses.c.address == address))
