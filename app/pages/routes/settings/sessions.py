"""Settings: where the member is signed in, and signing out there."""

from fastapi import Response

from app.auth.changes import end_own_session, end_sessions
from app.auth.queries import list_sessions
from app.db.request import DatabaseConnection
from app.http.pagination import Paging
from app.pages.request import sessions
from app.pages.request.forms import TypedForm, id_in
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter

router = PageRouter()


@router.get("/settings/sessions")
async def show_sessions(page: CurrentPage, db: DatabaseConnection, paging: Paging) -> Response:
    found = list_sessions(db, page.member().id, after=paging.position(), limit=paging.limit)
    shown = paging.page(found, "used_at", "id")
    return page.render("settings/sessions.html", sessions=shown["items"], around=paging.around(shown))


@router.post("/settings/sessions")
async def end_session(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    """`session`: an id, or `others`. Ending this one is signing out."""
    member = page.member()
    if form["session"] == "others":
        end_sessions(db, member.id, keep=member.session_id)
    elif id_in(form, "session") == member.session_id:
        return sessions.end(page, db)
    else:
        end_own_session(db, id_in(form, "session"), user_id=member.id)
    return page.see_other("/settings/sessions")
