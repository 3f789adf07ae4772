"""Signing in: with a code that is mailed, or with a password; and signing out."""

from typing import Annotated

from fastapi import Query, Response

from app.auth.codes import ask_for_code
from app.auth.page_sessions import sign_in_with_code, sign_in_with_password
from app.auth.schemas import CodeRequest
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient
from app.pages.request import sessions
from app.pages.request.carried import carried_on
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import OpenPage
from app.pages.request.router import PageRouter
from app.pages.request.targets import safe_target
from app.pages.response.caching import not_stored

router = PageRouter()
SIGN_IN, CODE = "sign_in.html", "sign_in_code.html"


@router.get("/sign-in")
async def show_sign_in(page: OpenPage, to: Annotated[str | None, Query()] = None) -> Response:
    target = safe_target(to)
    if page.viewer:
        return page.see_other(target or "/")
    carried = {"to": target} if target else {}
    return not_stored(page.render(SIGN_IN, form=Form({}), carried=carried, way=""))


@router.post("/sign-in")
async def mail_code(page: OpenPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    """Mails a code, and asks for it. With `show`, only shows the form for another address."""
    carried = carried_on(form)
    form.shown_by(SIGN_IN, carried=carried, way="code")
    if form["show"]:
        return page.render(SIGN_IN, form=form, carried=carried, way="")
    body = form.checked(CodeRequest, "email")
    code_id = ask_for_code(db, page.settings, body.email, client, language=page.language.code)
    return page.render(CODE, form=Form({"email": body.email, "code_id": code_id}), carried=carried)


@router.get("/sign-in/code")
@router.get("/sign-in/password")
async def show_sign_in_again(page: OpenPage) -> Response:
    """Forms are sent here. Who comes without one starts at the first."""
    return page.see_other("/sign-in")


@router.post("/sign-in/code")
async def sign_in_by_code(page: OpenPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    form.shown_by(CODE, carried=carried_on(form))
    signed_in = sign_in_with_code(db, page.settings, form["code_id"], form["code"], client)
    return sessions.start(page, db, form, signed_in)


@router.post("/sign-in/password")
async def sign_in_by_password(
    page: OpenPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient
) -> Response:
    form.shown_by(SIGN_IN, carried=carried_on(form), way="password")
    signed_in = sign_in_with_password(db, page.settings, form["email"], form["password"], client)
    return sessions.start(page, db, form, signed_in)


@router.post("/sign-out")
async def sign_out(page: OpenPage, _: TypedForm, db: DatabaseConnection) -> Response:
    return sessions.end(page, db)
