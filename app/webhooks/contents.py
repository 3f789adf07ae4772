"""What is sent for a delivery: built anew for each try, so that a text that was hidden meanwhile is not sent late."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from app.events.payload import TOLD, event_name, payload
from app.languages.language import get_language
from app.models.webhook_deliveries import WebhookDelivery
from app.webhooks.formats import body_of

EVENTS = text(f"""
    WITH chosen AS (SELECT unnest(CAST(:ids AS bigint[])) AS id), told AS ({TOLD})
    SELECT told.*, coalesce((SELECT epoch FROM event_stream), 0) AS epoch FROM told
""")  # noqa: S608


def payloads(db: Connection, event_ids: Iterable[int], *, board_url: str) -> Mapping[int, dict[str, Any]]:
    """As the stream has them."""
    rows: Sequence[Any] = db.execute(EVENTS, {"ids": list(event_ids)}).all()
    return {row.id: payload(row, epoch=row.epoch, board_url=board_url) for row in rows}


def message_id(delivery_id: int, event_id: int | None) -> str:
    """`webhook-id`: the event's, whenever and however often it is sent; a test has one of its own."""
    return f"test_{delivery_id}" if event_id is None else event_name(event_id)


def test_event(delivery_id: int, created_at: datetime) -> dict[str, Any]:
    at = created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return {"id": message_id(delivery_id, None), "type": "webhook.test", "created_at": at, "data": {}}


def body_of_delivery(db: Connection, delivery: WebhookDelivery, *, language: str | None, board_url: str) -> bytes:
    """As it would be sent now."""
    if delivery.event_id is None:
        event = test_event(delivery.id, delivery.created_at)
    else:
        event = payloads(db, [delivery.event_id], board_url=board_url)[delivery.event_id]
    return body_of(event, delivery.format, get_language(language or "en"))
