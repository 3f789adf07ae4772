"""Leaving by the link of a mail: a page with a button, as programs open every link to scan it. Needs no sign-in."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Response

from app.db.request import DatabaseConnection
from app.notifications.changes import unsubscribe
from app.notifications.unsubscribe import require_token
from app.pages.request.forms import TypedForm
from app.pages.request.page import OpenPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done

router = PageRouter()


@router.get("/unsubscribe")
async def ask_to_unsubscribe(page: OpenPage, token: Annotated[str, Query()] = "", done: Done = "") -> Response:
    wanted = require_token(page.settings, token)
    what = "post" if wanted.post_id else wanted.what
    return page.render("unsubscribe.html", token=token, what=what, done=done)


@router.post("/unsubscribe")
async def unsubscribe_by_token(page: OpenPage, form: TypedForm, db: DatabaseConnection) -> Response:
    unsubscribe(db, require_token(page.settings, form["token"]))
    return page.see_other(f"/unsubscribe?{urlencode({'token': form['token'], 'done': 1})}")
