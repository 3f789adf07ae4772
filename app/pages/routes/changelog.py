"""The changelog as people read it: what the team released, and which ideas were in it."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Response

from app.changelog.queries import get_entry, list_entries
from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.pagination import Paging
from app.models.enums import EntryState
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.response.addresses import entry_path, slug_of
from app.pages.response.redirects import moved

router = PageRouter(prefix="/changelog")
State = Annotated[EntryState, Query()]
ENTRIES = 10  # On one page, as each is there in full.


@router.get("")
async def show_changelog(
    page: CurrentPage, db: DatabaseConnection, paging: Paging, state: State = "published"
) -> Response:
    """`state`: for staff, who find their drafts here."""
    paging = replace(paging, limit=min(paging.limit, ENTRIES))
    entries = list_entries(db, caller=page.user, state=state, after=paging.position(), limit=paging.limit)
    shown = paging.page(entries, "position", "id")
    return page.render(
        "changelog.html",
        entries=shown["items"],
        around=paging.around(shown),
        state=state,
        is_plain=state == "published" and paging.cursor is None,
    )


@router.get("/{entry_id}")
@router.get("/{entry_id}/{slug:path}")
async def show_entry(page: CurrentPage, db: DatabaseConnection, entry_id: PathId, slug: str = "") -> Response:
    entry = get_entry(db, entry_id, caller=page.user)
    if slug != slug_of(entry.title):
        return moved(page.request, entry_path(entry.id, entry.title))
    return page.render("changelog_entry.html", entry=entry)
