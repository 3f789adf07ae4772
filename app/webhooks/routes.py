"""Webhooks over HTTP."""

import json
from typing import Annotated, Any

from fastapi import Query, Request, Response

from app.auth.dependencies import AdminOnly, AdminUser
from app.board.cache import current_board
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentSettings, set_location
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import idempotent_without
from app.models.enums import WebhookDeliveryStatus
from app.models.webhooks import Webhook
from app.webhooks import changes, queries
from app.webhooks.schemas import (
    DeliveryPage,
    DeliveryRead,
    DeliveryWithRequest,
    SecretRead,
    WebhookCreate,
    WebhookCreated,
    WebhookPage,
    WebhookRead,
    WebhookUpdate,
    shown,
)

router = HeedRouter(prefix="/v1/webhooks", tags=["webhooks"], responses=problem_responses(401, 403))

State = Annotated[WebhookDeliveryStatus | None, Query(description="Those that are so")]


@router.get("", response_model=WebhookPage, responses=problem_responses(400))
async def list_webhooks(admin: AdminUser, db: DatabaseConnection, paging: Paging) -> object:
    return paging.page(queries.list_webhooks(db, after=paging.last_id(), limit=paging.limit), "id")


@router.post(
    "",
    status_code=201,
    response_model=WebhookCreated,
    responses=problem_responses(409),
    dependencies=[AdminOnly, idempotent_without("secret")],
)
async def create_webhook(
    body: WebhookCreate,
    request: Request,
    response: Response,
    admin: AdminUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
) -> object:
    """Tell an endpoint of what happens from now on, signed by Standard Webhooks with the secret of this answer."""
    values = body.model_dump()
    webhook, secret = changes.create_webhook(db, settings, admin=admin, **values)
    set_location(request, response, f"/v1/webhooks/{webhook.id}")
    return {**WebhookRead.model_validate(webhook).model_dump(), "secret": secret}


@router.get("/{webhook_id}", response_model=WebhookRead, responses=problem_responses(404))
async def get_webhook(webhook_id: PathId, admin: AdminUser, db: DatabaseConnection) -> Webhook:
    return queries.get_webhook(db, webhook_id)


@router.patch("/{webhook_id}", response_model=WebhookRead, responses=problem_responses(404))
async def update_webhook(
    webhook_id: PathId, body: WebhookUpdate, admin: AdminUser, db: DatabaseConnection, settings: CurrentSettings
) -> Webhook:
    """Change it, pause it, or have it go on where it was left: with what happened meanwhile, as far as that is kept."""
    given = body.model_dump(exclude_none=True)
    return changes.update_webhook(db, settings, webhook_id, admin=admin, **given)


@router.delete("/{webhook_id}", status_code=204, responses=problem_responses(404))
async def delete_webhook(webhook_id: PathId, admin: AdminUser, db: DatabaseConnection) -> None:
    """Delete it, and the log of its deliveries."""
    changes.delete_webhook(db, webhook_id, admin=admin)


@router.post("/{webhook_id}/rotate", response_model=SecretRead, responses=problem_responses(404))
async def rotate_secret(
    webhook_id: PathId, admin: AdminUser, db: DatabaseConnection, settings: CurrentSettings
) -> SecretRead:
    """A new secret. The one before signs along for a day, each with a signature of its own."""
    secret, until = changes.rotate_secret(db, settings, webhook_id, admin=admin)
    return SecretRead(secret=secret, previous_until=until)


@router.get("/{webhook_id}/deliveries", response_model=DeliveryPage, responses=problem_responses(400, 404))
async def list_deliveries(
    webhook_id: PathId, admin: AdminUser, db: DatabaseConnection, paging: Paging, status: State = None
) -> object:
    """What was sent, the latest first, and what came back."""
    before = paging.last_id() or None
    page = paging.page(queries.list_deliveries(db, webhook_id, before=before, limit=paging.limit, status=status), "id")
    return {**page, "items": [shown(each) for each in page["items"]]}


@router.get(
    "/{webhook_id}/deliveries/{delivery_id}", response_model=DeliveryWithRequest, responses=problem_responses(404)
)
async def get_delivery(
    webhook_id: PathId, delivery_id: PathId, admin: AdminUser, db: DatabaseConnection, settings: CurrentSettings
) -> dict[str, Any]:
    from app.webhooks.contents import body_of_delivery  # With what makes bodies, for who asks for one.

    delivery = queries.get_delivery(db, webhook_id, delivery_id)
    # Only messages have one.
    language = None if delivery.format == "json" else current_board(db, settings).default_language
    body = body_of_delivery(db, delivery, language=language, board_url=settings.public_url)
    return {**shown(delivery).model_dump(), "request": json.loads(body)}


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/replay",
    status_code=202,
    response_model=DeliveryRead,
    responses=problem_responses(404, 409),
)
async def replay_delivery(
    webhook_id: PathId, delivery_id: PathId, admin: AdminUser, db: DatabaseConnection
) -> DeliveryRead:
    """Send it again: under the same `webhook-id`, signed anew."""
    return shown(changes.replay(db, webhook_id, delivery_id))


@router.post("/{webhook_id}/test", status_code=202, response_model=DeliveryRead, responses=problem_responses(404, 409))
async def send_test(webhook_id: PathId, admin: AdminUser, db: DatabaseConnection) -> DeliveryRead:
    """Send an event of the type `webhook.test`, which is in no stream. It is tried once."""
    return shown(changes.send_test(db, webhook_id))
