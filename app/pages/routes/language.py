"""The language of the pages, as the foot of each asks for it."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.errors import Invalid
from app.pages.request.carried import target_after
from app.pages.request.cookies import set_language
from app.pages.request.forms import TypedForm
from app.pages.request.page import OpenPage
from app.pages.request.router import PageRouter
from app.users.changes import update_user

router = PageRouter()


@router.post("/language")
async def choose_language(page: OpenPage, form: TypedForm, db: DatabaseConnection) -> Response:
    """The browser keeps it, and a member's account too, for mails and other browsers."""
    code = form["language"]
    if code not in page.board.languages:
        raise Invalid("#/language", "is not a language of the board")
    if page.user is not None:
        update_user(db, page.user.id, language=code)
    response = page.see_other(target_after(form))
    set_language(page.request, response, code)
    return response
