"""Settings: the name, and the language of pages and mails."""

from typing import Annotated, Literal

from fastapi import Query, Response

from app.db.request import DatabaseConnection
from app.pages.request.cookies import delete_language
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.users.changes import update_user
from app.users.schemas import UserUpdate

router = PageRouter()
TEMPLATE = "settings/profile.html"
Done = Annotated[Literal["", "1"], Query()]  # After a change: the page says that it is saved.


@router.get("/settings")
async def show_profile(page: CurrentPage, done: Done = "") -> Response:
    member = page.member()
    form = Form({"name": member.name, "language": member.language or ""})
    return page.render(TEMPLATE, form=form, done=done)


@router.post("/settings")
async def update_profile(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    """No language is: as the browser asks."""
    form.shown_by(TEMPLATE)
    member = page.member()
    body = form.checked(UserUpdate, "name", language=form["language"] or None)
    update_user(db, member.id, name=body.name, language=body.language)
    response = page.see_other("/settings?done=1")
    if body.language is None:
        delete_language(page.request, response)  # Chosen before, it would speak for the browser.
    return response
