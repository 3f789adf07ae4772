"""Reading posts over HTTP."""

from typing import Annotated, Literal

from fastapi import Depends, Query, Request

from app.auth.credentials import signed_in
from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings, client_address
from app.http.etag import set_version
from app.http.fields import Id, Instant, MaybeSearchText, PathId, SearchText, Slug
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.models.enums import Status, Visibility
from app.models.posts import Post
from app.posts import queries
from app.posts.filters import Filters
from app.posts.schemas import (
    PostPage,
    PostRead,
    SimilarPost,
    SimilarPosts,
    Sort,
)
from app.rate_limits.limits import limit_searches

router = HeedRouter(prefix="/v1/posts", tags=["posts"])

SEARCH = (
    'Words, "phrases", -exclusions, `or`. A word is found whole in any case, with or without accents, by its stem, '
    "half typed from three letters (one of a script without spaces), as a part of another (`setup` of docs/setup.md), "
    "and with one letter wrong; what was typed exactly comes first. The words of a merged duplicate find its original. "
    "The first 16 words count. The best 300 come by relevance; with a `sort`, the first 5,000 that match. An empty `q` "
    "is no search."
)


async def get_filters(
    caller: OptionalUser,
    q: Annotated[MaybeSearchText | None, Query(description=SEARCH)] = None,
    status: Status | None = None,
    tag: Slug | None = None,
    author: Annotated[Id | None, Query(description="Only this member's posts")] = None,
    visibility: Annotated[Visibility | None, Query(description="For staff: what is pending, or hidden")] = None,
    updated_since: Annotated[Instant | None, Query(description="Only what changed since")] = None,
    voted: Annotated[Literal["me"] | None, Query(description="Only what the caller voted for; takes a token")] = None,
) -> Filters:
    return Filters(q or None, status, tag, author, visibility, updated_since, signed_in(caller).id if voted else None)


@router.get("", response_model=PostPage, responses=problem_responses(400, 401, 429), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_posts(
    request: Request,
    db: DatabaseConnection,
    caller: OptionalUser,
    paging: Paging,
    filters: Annotated[Filters, Depends(get_filters)],
    settings: CurrentSettings,
    sort: Annotated[Sort | None, Query(description="`trending`; where there is a `q`, by relevance")] = None,
) -> object:
    """The board. For an incremental sync: `updated_since` with the time of the last one, less a minute.

    A page has fewer than `limit` where their texts are very long.
    """
    if filters.q is not None:
        limit_searches(db, settings, caller=caller, address=client_address(request))
    posts = queries.list_posts(
        db,
        caller=caller,
        filters=filters,
        sort=sort,
        language=settings.language,
        after=paging.position(),
        limit=paging.limit,
    )
    page = paging.page(posts, "position", "id", size=lambda post: len(post.content) + len(post.response or ""))
    if filters.updated_since is None:
        return page
    gone = [post.id for post in page["items"] if post.gone]
    return {**page, "items": [post for post in page["items"] if not post.gone], "gone": gone}


@router.get("/similar", responses=problem_responses(401, 429), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_similar_posts(
    title: Annotated[SearchText, Query()],
    db: DatabaseConnection,
    caller: OptionalUser,
    settings: CurrentSettings,
    client: CurrentClient,
) -> SimilarPosts:
    """Has this been asked? At most five posts, for while a title is being typed."""
    from app.posts.search.queries import similar_posts  # As in lists.py: a first list needs none of it.

    limit_searches(db, settings, caller=caller, address=client.address)
    posts = similar_posts(db, title, settings.language, caller=caller)
    return SimilarPosts(items=[SimilarPost.model_validate(post) for post in posts])


@router.get(
    "/{post_id}", response_model=PostRead, responses=problem_responses(401, 404), openapi_extra=TOKEN_IS_OPTIONAL
)
async def get_post(request: Request, post_id: PathId, db: DatabaseConnection, caller: OptionalUser) -> Post:
    post = queries.get_post(db, post_id, caller=caller)
    set_version(request, post.version)
    return post
