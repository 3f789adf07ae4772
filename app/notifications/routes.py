"""Notifications over HTTP."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from app.auth.dependencies import CurrentUser
from app.db.session import DatabaseSession
from app.errors import NotFound
from app.http.dependencies import CurrentSettings
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.route import HeedRoute
from app.models import NotificationSettings
from app.notifications import changes, queries
from app.notifications.schemas import MailPage, NotificationsRead, NotificationsUpdate
from app.notifications.unsubscribe import Unsubscription, read_token

router = APIRouter(
    prefix="/v1/users/me", tags=["notifications"], route_class=HeedRoute, responses=problem_responses(401)
)
unsubscribing = APIRouter(prefix="/v1/unsubscribe", tags=["notifications"], route_class=HeedRoute)

Token = Annotated[str, Query(max_length=100, description="As it stands in the mail")]
# A form can't be sent where `form-action` is not allowed; the token is all that it sends.
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""
BUTTON = '<form method="post" action="?token={token}"><button>Stop these mails</button></form>'


@router.get("/notifications", response_model=NotificationsRead)
async def get_notifications(caller: CurrentUser, db: DatabaseSession) -> NotificationSettings:
    """What the caller is told of by mail: each kind at once, in a daily digest, or never."""
    return queries.get_notifications(db, caller)


@router.patch("/notifications", response_model=NotificationsRead)
async def update_notifications(
    body: NotificationsUpdate, caller: CurrentUser, db: DatabaseSession
) -> NotificationSettings:
    chosen = body.model_dump(exclude_unset=True, exclude_none=True)
    return changes.choose(db, caller, chosen)


@router.get("/mails", response_model=MailPage, responses=problem_responses(400))
async def list_mails(caller: CurrentUser, db: DatabaseSession, paging: Paging) -> object:
    """The mails to the caller, the latest first: why, when, and what became of each."""
    mails = queries.list_mails(db, caller, before=paging.last_id() or None, limit=paging.limit)
    return paging.page(mails, "id")


@unsubscribing.get("", response_class=HTMLResponse, responses=problem_responses(404))
async def show_unsubscribe_page(token: Token, settings: CurrentSettings) -> HTMLResponse:
    """A page with a button. Programs that open every link of a mail to scan it stop nothing."""
    require_token(settings, token)
    return HTMLResponse(PAGE.format(title="Stop these mails?", body=BUTTON.format(token=escape(token))))


@unsubscribing.post("", response_class=HTMLResponse, responses=problem_responses(404))
async def unsubscribe_by_token(token: Token, settings: CurrentSettings, db: DatabaseSession) -> HTMLResponse:
    """One click (RFC 8058): the mail program sends it, without signing in."""
    changes.unsubscribe(db, require_token(settings, token))
    return HTMLResponse(PAGE.format(title="You won't get these mails any more.", body=""))


def require_token(settings: CurrentSettings, token: str) -> Unsubscription:
    wanted = read_token(settings, token)
    if wanted is None:
        raise NotFound("subscription")
    return wanted
