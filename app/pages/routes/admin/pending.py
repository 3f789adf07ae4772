"""The queue of ideas that wait for approval, the oldest first. Each is decided where all moderation is
(routes/team/moderation.py), which then leads to the next one here."""

from dataclasses import replace

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.pagination import Paging
from app.pages.request.forms import new_key
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.posts.waiting import list_pending

router = PageRouter()
POSTS = 50  # On one page, as each is there in full.


@router.get("/admin/pending")
async def show_pending(page: CurrentPage, db: DatabaseConnection, paging: Paging) -> Response:
    paging = replace(paging, limit=min(paging.limit, POSTS))
    posts = list_pending(db, staff=page.staff(), after=paging.position(), limit=paging.limit)
    shown = paging.page(posts, "created_at", "id")
    return page.render(
        "admin/pending.html",
        posts=shown["items"],
        key=new_key(),
        around=paging.around(shown),
    )
