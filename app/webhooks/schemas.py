"""Webhooks on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from app.events.kinds import Pattern
from app.events.payload import event_name
from app.http.bodies import RequestBody, ResponseBody
from app.http.pagination import Page
from app.http.text import interchangeable
from app.models.enums import PausedBecause, WebhookDeliveryStatus, WebhookFormat

Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2_000, pattern=r"^[\x21-\x7e]+$"),
    AfterValidator(interchangeable),
    Field(description="https, on the public internet", examples=["https://example.com/heed"]),
]
Events = Annotated[
    list[Pattern],
    Field(min_length=1, max_length=50, description="Names of events, families such as `post.*`, or `*`"),
]


class WebhookCreate(RequestBody):
    url: Url
    events: Events = Field(examples=[["post.*"]])
    format: WebhookFormat = Field("json", description="`slack`, `teams`: a message for their incoming webhooks")


class WebhookUpdate(RequestBody):
    """What is left out stays as it is."""

    url: Url | None = None
    events: Events | None = None
    format: WebhookFormat | None = None
    active: bool | None = Field(None, description="False pauses it; true goes on where it was left")


class WebhookRead(ResponseBody):
    id: int
    url: str
    events: list[str]
    format: WebhookFormat
    active: bool
    paused_because: PausedBecause | None
    failing_since: datetime | None = Field(description="Since when nothing arrived, if so")
    created_at: datetime
    updated_at: datetime


class WebhookCreated(WebhookRead):
    secret: str | None = Field(
        description="Shown this once: null in the answer to a retry with the same `Idempotency-Key`",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )


class WebhookPage(Page[WebhookRead]):
    pass


class SecretRead(ResponseBody):
    secret: str = Field(description="Shown this once")
    previous_until: datetime = Field(description="Until when the secret before signs along")


class TryRead(ResponseBody):
    at: datetime
    status: int | None = Field(description="Of the answer; null where there was none")
    reason: str | None = Field(description="Why it counts as failed")
    response: str | None = Field(description="The beginning of the answer")
    seconds: float | None


class DeliveryRead(ResponseBody):
    id: int
    webhook_id: int
    event: str | None = Field(description="The id of the event; null for a test", examples=["evt_881"])
    type: str = Field(examples=["post.created"])
    status: WebhookDeliveryStatus
    attempts: int
    next_try_at: datetime | None
    log: list[TryRead] = Field(description="The last ten tries, the latest first")
    created_at: datetime
    delivered_at: datetime | None


class DeliveryWithRequest(DeliveryRead):
    request: Any = Field(description="The body, as it would be sent now")


class DeliveryPage(Page[DeliveryRead]):
    pass


def shown(delivery: Any) -> DeliveryRead:
    """Of a row of webhook_deliveries."""
    pending = delivery.status == "pending"
    tries = [TryRead(**each) for each in delivery.log]
    return DeliveryRead(
        id=delivery.id,
        webhook_id=delivery.webhook_id,
        event=None if delivery.event_id is None else event_name(delivery.event_id),
        type=delivery.event_type or "webhook.test",
        status=delivery.status,
        attempts=delivery.attempts,
        next_try_at=delivery.due_at if pending else None,
        log=tries,
        created_at=delivery.created_at,
        delivered_at=delivery.delivered_at,
    )
