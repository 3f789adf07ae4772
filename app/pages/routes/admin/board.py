"""The board's settings: name, intro, look, languages, and who may join or read it."""

from typing import Any

from fastapi import Response

from app.board import changes
from app.board.queries import CurrentBoard, get_board
from app.board.schemas import BoardUpdate
from app.db.request import DatabaseConnection
from app.languages import CODES
from app.languages.language import get_language
from app.pages.request.files import TypedFileForm, read_file_form
from app.pages.request.forms import Form, TypedForm, version_of
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done

router = PageRouter(prefix="/admin/board")
uploads = PageRouter(prefix="/admin/board", form=read_file_form)  # With forms that have a file.
TEMPLATE = "admin/board.html"
ALL = [get_language(code) for code in CODES]
TYPED = ("name", "intro", "accent_color", "default_language", "sign_up")


@router.get("")
async def show_settings(page: CurrentPage, db: DatabaseConnection, done: Done = "") -> Response:
    page.admin()
    board = get_board(db, page.settings)
    return page.render(TEMPLATE, form=Form(typed_of(board)), **shown_with(board), done=done)


@router.post("")
async def change_settings(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    """Only what differs from what is in force is set, so that the rest stays as the environment says."""
    admin = page.admin()
    board = get_board(db, page.settings)
    form.shown_by(TEMPLATE, **shown_with(board))
    flags = {name: form[name] == "yes" for name in ("approve_first_posts", "private")}
    languages = [code for code in CODES if form[f"language_{code}"] == "yes"]
    body = form.checked(BoardUpdate, *TYPED, languages=languages, **flags)
    differing = {name: value for name, value in body.model_dump().items() if value != as_sent(getattr(board, name))}
    if "languages" in differing:
        differing["default_language"] = body.default_language  # So that it is one of them.
    changes.update_board(db, page.settings, actor=admin, version=version_of(form), **differing)
    return page.see_other("/admin/board?done=1")


@router.get("/logo")
@router.get("/logo/remove")
async def show_settings_again(page: CurrentPage) -> Response:
    """Forms are sent here. Who comes without one is shown all settings."""
    page.admin()
    return page.see_other("/admin/board")


@uploads.post("/logo")
async def set_logo(page: CurrentPage, form: TypedFileForm, db: DatabaseConnection) -> Response:
    from app.board.logo.cleaning import clean_logo  # What reads files is loaded by who sends one.

    admin = page.admin()
    board = get_board(db, page.settings)
    show_again(form, board)
    logo = clean_logo(form.file)
    version = version_of(form)
    changes.set_logo(db, page.settings, actor=admin, version=version, name=logo.name, content=logo.content)
    return page.see_other("/admin/board?done=1")


@router.post("/logo/remove")
async def remove_logo(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    admin = page.admin()
    show_again(form, get_board(db, page.settings))
    changes.delete_logo(db, page.settings, actor=admin, version=version_of(form))
    return page.see_other("/admin/board?done=1")


def show_again(form: Form, board: CurrentBoard) -> None:
    """The form of the settings is on the same page, and is filled as they are."""
    form.typed = {**typed_of(board), **form.typed}
    form.shown_by(TEMPLATE, **shown_with(board))


def shown_with(board: CurrentBoard) -> dict[str, Any]:
    return {"theirs": typed_of(board), "all_languages": ALL, "own_logo": board.logo_name}


def typed_of(board: CurrentBoard) -> dict[str, str]:
    """The form's fields, as they are for what is in force. A box that is not ticked is none."""
    flags = {name: "yes" for name in ("approve_first_posts", "private") if getattr(board, name)}
    languages = {f"language_{code}": "yes" for code in board.languages}
    return {**{name: getattr(board, name) for name in TYPED}, **flags, **languages, "version": str(board.version)}


def as_sent(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
