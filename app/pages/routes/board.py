"""The board: the list of posts, searched, filtered and sorted by its address alone."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Response
from pydantic import BeforeValidator

from app.db.request import DatabaseConnection
from app.http.dependencies import client_address
from app.http.fields import MaybeSearchText, Slug
from app.http.pagination import Paging
from app.models.enums import Status
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.posts import queries
from app.posts.filters import Filters
from app.posts.schemas import Sort
from app.rate_limits.limits import limit_searches
from app.tags.queries import tags_by_name

router = PageRouter()


def none_if_empty(value: object) -> object:
    """A form's empty field is no filter."""
    return None if value == "" else value


MaybeStatus = Annotated[Status | None, BeforeValidator(none_if_empty)]
MaybeSort = Annotated[Sort | None, BeforeValidator(none_if_empty)]
MaybeTag = Annotated[Slug | None, BeforeValidator(none_if_empty)]
Mine = Annotated[Literal["me"] | None, BeforeValidator(none_if_empty)]


async def get_filters(
    page: CurrentPage,
    q: Annotated[MaybeSearchText | None, Query()] = None,
    status: Annotated[MaybeStatus, Query()] = None,
    tag: Annotated[MaybeTag, Query()] = None,
    voted: Annotated[Mine, Query()] = None,
) -> Filters:
    return Filters(q or None, status, tag, voted_by=page.member().id if voted else None)


@router.get("/")
async def show_board(
    page: CurrentPage,
    db: DatabaseConnection,
    paging: Paging,
    filters: Annotated[Filters, Depends(get_filters)],
    sort: Annotated[MaybeSort, Query()] = None,
) -> Response:
    settings = page.settings
    if filters.q is not None:
        limit_searches(db, settings, caller=page.user, address=client_address(page.request))
    posts = queries.list_posts(
        db,
        caller=page.user,
        filters=filters,
        sort=sort,
        language=settings.language,
        after=paging.position(),
        limit=paging.limit,
    )
    shown = paging.page(posts, "position", "id")
    return page.render(
        "board.html",
        posts=shown["items"],
        around=paging.around(shown),
        tags=tags_by_name(db, caller=page.user) if page.tags is None else page.tags,
        filters=filters,
        sort=sort,
        is_plain=filters == Filters() and sort is None and paging.cursor is None,
    )
