"""The API keys of the board, for admins: what there are, a new one, which is shown once, and revoking."""

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from app.auth.api_keys import new_key
from app.auth.scopes import SCOPES
from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.pagination import Paging
from app.keys import changes
from app.keys.queries import list_keys
from app.keys.schemas import KeyCreate
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm
from app.pages.request.forms import new_key as new_form_key
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done

router = PageRouter(prefix="/admin/keys")
TEMPLATE = "admin/keys.html"
TYPED = ("name", "until", *(f"scope_{scope}" for scope in SCOPES))


@router.get("")
async def show_keys(page: CurrentPage, db: DatabaseConnection, paging: Paging, done: Done = "") -> Response:
    page.admin()
    return page.render(TEMPLATE, form=Form({"key": new_form_key()}), **listed(db, paging), done=done)


@router.post("")
async def create_key(page: CurrentPage, form: TypedForm, db: DatabaseConnection, paging: Paging) -> Response:
    """The answer shows the key, and is kept nowhere: of the same form sent again, the answer is the list."""
    admin = page.admin()
    form.shown_by(TEMPLATE, **listed(db, paging))
    scopes = [scope for scope in SCOPES if form[f"scope_{scope}"] == "yes"]
    expires_at = f"{form['until']}T23:59:59Z" if form["until"] else None
    body = form.checked(KeyCreate, "name", scopes=scopes, expires_at=expires_at)
    attempt = once.claim(page, db, form, *TYPED)
    key = new_key()
    changes.create_key(db, key, admin=admin, **body.model_dump())
    once.answered(db, attempt, page.see_other("/admin/keys"))
    return page.render(TEMPLATE, form=Form({"key": new_form_key()}), made=key, **listed(db, paging))


@router.post("/{key_id}")
async def revoke_key(page: CurrentPage, form: TypedForm, db: DatabaseConnection, key_id: PathId) -> Response:
    changes.revoke_key(db, key_id, admin=page.admin())
    return page.see_other("/admin/keys?done=1")


def listed(db: Connection, paging: Paging) -> dict[str, Any]:
    shown = paging.page(list_keys(db, before=paging.last_id() or None, limit=paging.limit), "id")
    return {"keys": shown["items"], "around": paging.around(shown), "scopes": SCOPES}
