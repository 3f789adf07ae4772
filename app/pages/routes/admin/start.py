"""The start page of the team: what needs an answer."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.posts.waiting import count_pending, list_pending, list_unanswered

router = PageRouter()
SHOWN = 5


@router.get("/admin")
async def show_start(page: CurrentPage, db: DatabaseConnection) -> Response:
    staff = page.staff()
    unanswered = list_unanswered(db, staff=staff, limit=SHOWN)
    pending = list_pending(db, staff=staff, after=None, limit=SHOWN)[:SHOWN]
    return page.render("admin/start.html", unanswered=unanswered, pending=pending, waiting=count_pending(db))
