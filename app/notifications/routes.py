"""Notifications over HTTP."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import RedirectResponse

from app.auth.dependencies import AdminUser, OwnAccount
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentSettings, link
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.models.enums import Undelivered
from app.models.notification_settings import NotificationSettings
from app.notifications import changes, queries
from app.notifications.schemas import MailPage, NotificationsRead, NotificationsUpdate, UndeliveredPage
from app.notifications.unsubscribe import require_token

router = HeedRouter(prefix="/v1/users/me", tags=["notifications"], responses=problem_responses(401))
mails = HeedRouter(prefix="/v1/mails", tags=["notifications"])
unsubscribing = HeedRouter(prefix="/v1/unsubscribe", tags=["notifications"])

Token = Annotated[str, Query(max_length=100, description="As it stands in the mail")]


@router.get("/notifications", response_model=NotificationsRead)
async def get_notifications(caller: OwnAccount, db: DatabaseConnection) -> NotificationSettings:
    """What the caller is told of by mail: each kind at once, in a daily digest, or never."""
    return queries.get_notifications(db, caller)


@router.patch("/notifications", response_model=NotificationsRead)
async def update_notifications(
    body: NotificationsUpdate, caller: OwnAccount, db: DatabaseConnection
) -> NotificationSettings:
    chosen = body.model_dump(exclude_none=True)
    return changes.choose(db, caller, chosen)


@router.get("/mails", response_model=MailPage, responses=problem_responses(400))
async def list_mails(caller: OwnAccount, db: DatabaseConnection, paging: Paging) -> object:
    """The mails to the caller, the latest first: why, when, and what became of each."""
    mails = queries.list_mails(db, caller, before=paging.last_id() or None, limit=paging.limit)
    return paging.page(mails, "id")


@mails.get("", response_model=UndeliveredPage, responses=problem_responses(400, 401, 403))
async def list_undelivered(
    _: AdminUser, db: DatabaseConnection, paging: Paging, status: Annotated[Undelivered, Query()] = "failed"
) -> object:
    """The mails that nobody got, the latest first, and why."""
    found = queries.list_undelivered(db, status, before=paging.last_id() or None, limit=paging.limit)
    return paging.page(found, "id")


@unsubscribing.get("", status_code=303, response_class=RedirectResponse)
async def show_unsubscribe_page(request: Request, token: Token) -> str:
    """The board's page with a button. Programs that open every link of a mail to scan it stop nothing."""
    return link(request, f"/unsubscribe?{urlencode({'token': token})}")


@unsubscribing.post("", status_code=204, responses=problem_responses(404))
async def unsubscribe_by_token(token: Token, settings: CurrentSettings, db: DatabaseConnection) -> None:
    """One click (RFC 8058): the mail program sends it, without signing in."""
    changes.unsubscribe(db, require_token(settings, token))
