"""The team's answer: a status and a word on it, after a look at who will be told."""

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.models.posts import Post
from app.models.users import User
from app.notifications.queries import count_told
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key, version_of
from app.pages.request.page import CurrentPage, Page
from app.pages.request.router import PageRouter
from app.pages.routes.team.seen import seen
from app.posts.queries import get_post
from app.statuses.changes import set_status
from app.statuses.schemas import StatusUpdate

router = PageRouter(prefix="/team/posts/{post_id}/answer")
TEMPLATE = "team/answer.html"


@router.get("")
async def show_answer_form(page: CurrentPage, db: DatabaseConnection, post_id: PathId) -> Response:
    post = get_post(db, post_id, caller=page.staff())
    told = told_of_answer(db, page, post, page.staff())
    return page.render(TEMPLATE, form=Form(given(post)), idea=seen(post), told=told, preview=None)


@router.post("")
async def answer(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`step`: `preview` to see it first. Of two who answer at once, the second sees both answers."""
    staff = page.staff()
    post = get_post(db, post_id, caller=staff)
    idea = seen(post)
    form.shown_by(TEMPLATE, idea=idea, told=told_of_answer(db, page, post, staff), preview=None)
    response = form["response"] if form["response"].strip() else None
    body = form.checked(StatusUpdate, "status", response=response)
    if form["step"] == "preview":
        return page.render(TEMPLATE, form=form, **{**form.values, "preview": body})
    attempt = once.claim(page, db, form, "version", "status", "response")
    set_status(db, post_id, actor=staff, version=version_of(form), status=body.status, response=body.response)
    return once.answered(db, attempt, page.see_other(idea["path"]))


def given(post: Post) -> dict[str, str]:
    """The answer that there is, to be changed."""
    response = post.response or ""
    return {"status": post.status, "response": response, "version": str(post.version), "key": new_key()}


def told_of_answer(db: Connection, page: Page, post: Post, staff: User) -> dict[str, Any]:
    """`people`: how many will be told, and how many of them `daily`; nobody, and `why`, where no mail is written."""
    if not page.settings.sends_mail:
        return {"why": "mail-off"}
    if post.visibility != "public":
        return {"why": "not-public"}
    told = count_told(db, post.id, "status_changes", actor=staff)
    return {"people": told.at_once + told.daily, "daily": told.daily, "why": ""}
