"""Webhooks for admins: the endpoints, their secrets, once, and what was sent to each."""

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.events.kinds import FAMILIES, TYPES
from app.http.fields import PathId
from app.http.pagination import PageRequest, Paging
from app.models.webhooks import Webhook
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done
from app.webhooks import changes
from app.webhooks.queries import get_webhook, list_deliveries, list_webhooks
from app.webhooks.schemas import WebhookCreate, WebhookUpdate, shown

router = PageRouter(prefix="/admin/webhooks")
LIST, ONE, SECRET = "admin/webhooks.html", "admin/webhook.html", "admin/webhook_secret.html"
KINDS = ("*", *FAMILIES, *TYPES)


@router.get("")
async def show_webhooks(page: CurrentPage, db: DatabaseConnection, done: Done = "") -> Response:
    page.admin()
    form = Form({"key": new_key(), "events": "*", "format": "json"})
    return page.render(LIST, form=form, webhooks=listed(db), kinds=KINDS, done=done)


@router.post("")
async def create_webhook(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    """Its secret is in this answer alone; the same form sent again leads to the endpoint without it."""
    admin = page.admin()
    form.shown_by(LIST, webhooks=listed(db), kinds=KINDS)
    body = form.checked(WebhookCreate, "url", events=names_in(form), format=form["format"])
    attempt = once.claim(page, db, form, "url", "events", "format")
    webhook, secret = changes.create_webhook(db, page.settings, admin=admin, **body.model_dump())
    once.answered(db, attempt, page.see_other(f"/admin/webhooks/{webhook.id}"))
    return page.render(SECRET, webhook=seen(webhook), secret=secret, until=None)


@router.get("/{webhook_id}")
async def show_webhook(
    page: CurrentPage, db: DatabaseConnection, webhook_id: PathId, paging: Paging, done: Done = ""
) -> Response:
    page.admin()
    webhook = seen(get_webhook(db, webhook_id))
    sent = sent_to(db, webhook_id, paging)
    return page.render(ONE, form=Form(typed_of(webhook)), webhook=webhook, kinds=KINDS, done=done, **sent)


@router.post("/{webhook_id}")
async def change_webhook(
    page: CurrentPage, form: TypedForm, db: DatabaseConnection, webhook_id: PathId, paging: Paging
) -> Response:
    """`step`: save, pause, resume, test or delete."""
    admin = page.admin()
    webhook = seen(get_webhook(db, webhook_id))
    form.shown_by(ONE, webhook=webhook, kinds=KINDS, **sent_to(db, webhook_id, paging))
    step = form["step"]
    if step == "delete":
        changes.delete_webhook(db, webhook_id, admin=admin)
        return page.see_other("/admin/webhooks?done=1")
    if step == "test":
        form.typed = {**typed_of(webhook), **form.typed}
        changes.send_test(db, webhook_id)
    elif step in ("pause", "resume"):
        changes.update_webhook(db, page.settings, webhook_id, admin=admin, active=step == "resume")
    else:
        body = form.checked(WebhookUpdate, "url", events=names_in(form), format=form["format"])
        given = {"url": body.url, "events": body.events, "format": body.format}
        changes.update_webhook(db, page.settings, webhook_id, admin=admin, **given)
    return page.see_other(f"/admin/webhooks/{webhook_id}?done=1")


@router.post("/{webhook_id}/secret")
async def rotate_secret(page: CurrentPage, form: TypedForm, db: DatabaseConnection, webhook_id: PathId) -> Response:
    """A new secret, in this answer alone."""
    admin = page.admin()
    webhook = seen(get_webhook(db, webhook_id))
    secret, until = changes.rotate_secret(db, page.settings, webhook_id, admin=admin)
    return page.render(SECRET, webhook=webhook, secret=secret, until=until)


@router.post("/{webhook_id}/deliveries/{delivery_id}")
async def replay_delivery(
    page: CurrentPage, form: TypedForm, db: DatabaseConnection, webhook_id: PathId, delivery_id: PathId
) -> Response:
    page.admin()
    changes.replay(db, webhook_id, delivery_id)
    return page.see_other(f"/admin/webhooks/{webhook_id}?done=1")


def sent_to(db: Connection, webhook_id: int, paging: PageRequest) -> dict[str, Any]:
    found = list_deliveries(db, webhook_id, before=paging.last_id() or None, limit=paging.limit)
    sent = paging.page(found, "id")
    return {"deliveries": [shown(each) for each in sent["items"]], "around": paging.around(sent)}


def listed(db: Connection) -> list[dict[str, Any]]:
    return [seen(each) for each in list_webhooks(db, after=0, limit=changes.MOST)]


def seen(webhook: Webhook) -> dict[str, Any]:
    names = ("id", "url", "events", "format", "paused_because", "failing_since")
    return {name: getattr(webhook, name) for name in names}


def typed_of(webhook: dict[str, Any]) -> dict[str, str]:
    return {"url": webhook["url"], "events": " ".join(webhook["events"]), "format": webhook["format"]}


def names_in(form: Form) -> list[str]:
    """As they were typed, with spaces or commas between."""
    return form["events"].replace(",", " ").split()
