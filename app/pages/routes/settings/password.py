"""Settings: another password."""

from fastapi import Response

from app.auth.queries import is_fresh_by_code
from app.auth.sso_queries import has_product_alone
from app.db.request import DatabaseConnection
from app.pages.request.forms import TypedForm
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done
from app.users.changes import change_password
from app.users.password_reset import reset_password
from app.users.schemas import PasswordChange

router = PageRouter()
TEMPLATE = "settings/password.html"


@router.get("/settings/password")
async def show_password(page: CurrentPage, db: DatabaseConnection, done: Done = "") -> Response:
    member = page.member()
    if page.settings.has_sso and has_product_alone(db, member.id):
        return page.render("settings/no_password.html")
    return page.render(TEMPLATE, is_fresh=is_fresh_by_code(db, member.session_id), done=done)


@router.post("/settings/password")
async def update_password(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    member = page.member()
    form.shown_by(TEMPLATE, is_fresh=is_fresh_by_code(db, member.session_id))
    body = form.checked(PasswordChange, "new_password", current_password=form["current_password"] or None)
    new = body.new_password.get_secret_value()
    if body.current_password is None:
        reset_password(db, page.settings, member, member.session_id, new=new)
    else:
        current = body.current_password.get_secret_value()
        change_password(db, page.settings, member, member.session_id, current=current, new=new)
    return page.see_other("/settings/password?done=1")
