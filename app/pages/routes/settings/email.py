"""Settings: another e-mail address, or the own one verified, by the code that is mailed there."""

from fastapi import Response

from app.auth.codes import ask_for_code
from app.auth.queries import is_fresh_by_code
from app.auth.schemas import CodeRequest
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient
from app.pages.request.forms import Form, TypedForm
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done
from app.users.email_change import change_email
from app.users.schemas import EmailChange

router = PageRouter()
TEMPLATE, CODE = "settings/email.html", "settings/email_code.html"


@router.get("/settings/email")
async def show_email(page: CurrentPage, done: Done = "") -> Response:
    page.member()
    return page.render(TEMPLATE, form=Form({}), done=done)


@router.post("/settings/email")
async def mail_code(page: CurrentPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    session_id = page.member().session_id
    form.shown_by(TEMPLATE)
    body = form.checked(CodeRequest, "email")
    code_id = ask_for_code(db, page.settings, body.email, client, language=page.language.code)
    typed = Form({"email": body.email, "code_id": code_id})
    return page.render(CODE, form=typed, is_fresh=is_fresh_by_code(db, session_id))


@router.get("/settings/email/code")
async def show_email_again(page: CurrentPage) -> Response:
    """The form is sent here. Who comes without it starts at the first."""
    return page.see_other("/settings/email")


@router.post("/settings/email/code")
async def update_email(page: CurrentPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    member = page.member()
    form.shown_by(CODE, is_fresh=is_fresh_by_code(db, member.session_id))
    body = form.checked(EmailChange, "code_id", "code", current_password=form["current_password"] or None)
    password = body.current_password.get_secret_value() if body.current_password else None
    proof = {"code_id": body.code_id, "code": body.code}
    change_email(db, page.settings, member, member.session_id, client, **proof, password=password)
    return page.see_other("/settings/email?done=1")
