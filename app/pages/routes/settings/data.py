"""Settings: the member's data, to take along or to erase."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.errors import Invalid
from app.http.email_address import canonical
from app.pages.request.cookies import delete_session
from app.pages.request.forms import TypedForm
from app.pages.request.page import CurrentPage, OpenPage
from app.pages.request.router import PageRouter
from app.users.erasure import erase_account
from app.users.export_file import export_file

router = PageRouter()
ERASE = "settings/erase.html"


@router.get("/settings/data")
async def show_data(page: CurrentPage) -> Response:
    page.member()
    return page.render("settings/data.html")


@router.get("/settings/export")
async def export_own_account(page: CurrentPage, db: DatabaseConnection) -> Response:
    return export_file(page.request, db, page.member())


@router.get("/settings/erase")
async def ask_to_erase(page: CurrentPage) -> Response:
    page.member()
    return page.render(ERASE)


@router.post("/settings/erase")
async def erase_own_account(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    form.shown_by(ERASE)
    member = page.member()
    if canonical(form["confirmation"]) != member.email:
        raise Invalid("#/confirmation", "is not the address of the account")
    erase_account(db, page.settings, member)
    response = page.see_other("/erased")
    delete_session(page.request, response)
    return response


@router.get("/erased")
async def show_erased(page: OpenPage) -> Response:
    return page.render("erased.html")
