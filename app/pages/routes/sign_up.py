"""Signing up, with a name and a password."""

from typing import Annotated

from fastapi import Query, Response

from app.auth.page_sessions import open_for
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient
from app.pages.request import sessions
from app.pages.request.carried import carried_on
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import OpenPage
from app.pages.request.router import PageRouter
from app.pages.request.targets import safe_target
from app.pages.response.caching import not_stored
from app.pages.routes.sign_in import CODE
from app.users.schemas import UserCreate
from app.users.sign_up import limit_sign_ups, sign_up

router = PageRouter()
SIGN_UP = "sign_up.html"


@router.get("/sign-up")
async def show_sign_up(page: OpenPage, to: Annotated[str | None, Query()] = None) -> Response:
    target = safe_target(to)
    if page.viewer:
        return page.see_other(target or "/")
    if page.board.sign_up != "open":
        return page.see_other("/sign-in")
    return not_stored(page.render(SIGN_UP, form=Form({}), carried={"to": target} if target else {}))


@router.post("/sign-up")
async def create_user(page: OpenPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    """Where the board sends mail, a code makes the account. With `show`, only shows the form."""
    carried = carried_on(form)
    form.shown_by(SIGN_UP, carried=carried)
    if form["show"]:
        return page.render(SIGN_UP, form=form, carried=carried)
    body = form.checked(UserCreate, "email", "name", "password", setup_token=form["setup_token"] or None)
    limit_sign_ups(db, page.settings, client)
    user = sign_up(
        db,
        page.settings,
        client,
        email=body.email,
        name=body.name,
        password=body.password.get_secret_value(),
        setup_token=body.setup_token,
        language=page.language.code,
    )
    if isinstance(user, str):
        return page.render(CODE, form=Form({"email": body.email, "code_id": user}), carried=carried)
    return sessions.start(page, db, form, open_for(db, page.settings, user, client))
