"""The mails that nobody got, and why, for admins."""

from typing import Annotated

from fastapi import Query, Response

from app.db.request import DatabaseConnection
from app.http.pagination import Paging
from app.models.enums import Undelivered
from app.notifications.queries import list_undelivered
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter

router = PageRouter()


@router.get("/admin/mails")
async def show_undelivered(
    page: CurrentPage, db: DatabaseConnection, paging: Paging, status: Annotated[Undelivered, Query()] = "failed"
) -> Response:
    page.admin()
    found = list_undelivered(db, status, before=paging.last_id() or None, limit=paging.limit)
    shown = paging.page(found, "id")
    return page.render(
        "admin/mails.html",
        mails=shown["items"],
        status=status,
        around=paging.around(shown),
    )
