"""Settings: what is mailed to the member, and what was."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.pagination import Paging
from app.models.notification_settings import DEFAULTS
from app.notifications.changes import choose
from app.notifications.queries import get_notifications, list_mails
from app.notifications.schemas import NotificationsUpdate
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done

router = PageRouter()
TEMPLATE = "settings/notifications.html"


@router.get("/settings/notifications")
async def show_notifications(page: CurrentPage, db: DatabaseConnection, done: Done = "") -> Response:
    chosen = get_notifications(db, page.member())
    form = Form({kind: getattr(chosen, kind) for kind in DEFAULTS})
    return page.render(TEMPLATE, form=form, done=done)


@router.post("/settings/notifications")
async def update_notifications(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    form.shown_by(TEMPLATE)
    member = page.member()
    body = form.checked(NotificationsUpdate, *(kind for kind in DEFAULTS if kind in form.typed))
    choose(db, member, body.model_dump(exclude_unset=True))
    return page.see_other("/settings/notifications?done=1")


@router.get("/settings/mails")
async def show_mails(page: CurrentPage, db: DatabaseConnection, paging: Paging) -> Response:
    mails = list_mails(db, page.member(), before=paging.last_id() or None, limit=paging.limit)
    shown = paging.page(mails, "id")
    return page.render("settings/mails.html", mails=shown["items"], around=paging.around(shown))
