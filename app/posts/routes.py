"""Posts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Member, Visitor
from app.database import DatabaseSession
from app.dependencies import CurrentDevice, CurrentSettings, link
from app.errors import problems
from app.etag import ExpectedVersion, set_version
from app.fields import Cursor, Id, Instant, Limit, MaybeSearchText, PathId, SearchText, Slug
from app.idempotency.keys import Idempotent
from app.json_body import StrictJSONRoute
from app.limits.rules import key, limit_per_hour
from app.pagination import decode_cursor, paginate
from app.posts import changes, queries
from app.posts.models import Post
from app.posts.schemas import (
    PostCreate,
    PostPage,
    PostRead,
    PostUpdate,
    SimilarPost,
    SimilarPosts,
    Sort,
    Status,
    Visibility,
)
from app.posts.search.queries import similar_posts

router = APIRouter(prefix="/v1/posts", tags=["posts"], route_class=StrictJSONRoute)

SEARCH = (
    'Words, "phrases", -exclusions, `or`. A word is found whole in any case, with or without accents, by its stem, '
    "half typed from three letters (one of a script without spaces), as a part of another (`setup` of docs/setup.md), "
    "and with one letter wrong; what was typed exactly comes first. The words of a merged duplicate find its original. "
    "The first 16 words count. The best 300 come by relevance; with a `sort`, the first 5,000 that match. An empty `q` "
    "is no search."
)


async def get_filters(
    q: Annotated[MaybeSearchText | None, Query(description=SEARCH)] = None,
    status: Status | None = None,
    tag: Slug | None = None,
    author: Annotated[Id | None, Query(description="Only this member's posts")] = None,
    visibility: Annotated[Visibility | None, Query(description="For staff: what is pending, or hidden")] = None,
    updated_since: Annotated[Instant | None, Query(description="Only what changed since")] = None,
) -> queries.Filters:
    return queries.Filters(q or None, status, tag, author, visibility, updated_since)


@router.get("", response_model=PostPage, responses=problems(400, 401), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_posts(
    request: Request,
    response: Response,
    db: DatabaseSession,
    visitor: Visitor,
    filters: Annotated[queries.Filters, Depends(get_filters)],
    settings: CurrentSettings,
    sort: Annotated[Sort | None, Query(description="`trending`; where there is a `q`, by relevance")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> object:
    """The board. For an incremental sync: `updated_since` with the time of the last one, less a minute."""
    after = decode_cursor(request, cursor)
    caller = visitor.user if visitor else None
    posts = queries.list_posts(
        db, caller=caller, filters=filters, sort=sort, language=settings.language, after=after, limit=limit
    )
    page = paginate(request, response, posts, limit, ["position", "id"])
    if filters.updated_since is None:
        return page
    gone = [post.id for post in page["items"] if post.gone]
    return {**page, "items": [post for post in page["items"] if not post.gone], "gone": gone}


@router.post("", status_code=201, response_model=PostRead, responses=problems(401, 429), dependencies=[Idempotent])
async def create_post(
    body: PostCreate,
    request: Request,
    response: Response,
    caller: Member,
    db: DatabaseSession,
    settings: CurrentSettings,
    device: CurrentDevice,
) -> Post:
    """Post an idea. Its author's own vote is cast."""
    keys = key("post", caller.user.id), key("post-address", device.address)
    response.headers.update(limit_per_hour(db, settings.posts_per_hour, *keys))
    post = changes.create_post(
        db,
        author=caller.user,
        title=body.title,
        content=body.content,
        tags=body.tags,
        language=settings.language,
        first_is_approved=not settings.approve_first_posts,
    )
    response.headers["Location"] = link(request, f"/v1/posts/{post.id}")
    set_version(request, post.version)
    return post


@router.get("/similar", responses=problems(401), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_similar_posts(
    title: Annotated[SearchText, Query()], db: DatabaseSession, visitor: Visitor, settings: CurrentSettings
) -> SimilarPosts:
    """Has this been asked? At most five posts, for while a title is being typed."""
    caller = visitor.user if visitor else None
    posts = similar_posts(db, title, settings.language, caller=caller)
    return SimilarPosts(items=[SimilarPost.model_validate(post) for post in posts])


@router.get("/{post_id}", response_model=PostRead, responses=problems(401, 404), openapi_extra=ALSO_WITHOUT_TOKEN)
async def get_post(request: Request, post_id: PathId, db: DatabaseSession, visitor: Visitor) -> Post:
    post = queries.get_post(db, post_id, caller=visitor.user if visitor else None)
    set_version(request, post.version)
    return post


@router.patch("/{post_id}", response_model=PostRead, responses=problems(401, 403, 404, 412))
async def update_post(
    request: Request,
    post_id: PathId,
    body: PostUpdate,
    caller: Member,
    db: DatabaseSession,
    settings: CurrentSettings,
    version: ExpectedVersion,
) -> Post:
    """Change the own post, or, as staff, any."""
    given = body.model_dump(exclude_none=True)
    post = changes.update_post(db, post_id, caller=caller.user, language=settings.language, version=version, **given)
    set_version(request, post.version)
    return post


@router.delete("/{post_id}", status_code=204, responses=problems(401, 403, 404, 409, 412))
async def delete_post(post_id: PathId, caller: Member, db: DatabaseSession, version: ExpectedVersion) -> None:
    """Delete the own post, or, as staff, any."""
    changes.delete_post(db, post_id, caller=caller.user, version=version)
