"""Posts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Member, Staff, Visitor
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.dependencies import CurrentDevice, CurrentSettings, link
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import Cursor, Id, Instant, Limit, PathId, PathSlug, SearchText, Slug
from app.http.json_body import StrictJSONRoute
from app.http.pagination import decode_cursor, paginate
from app.idempotency.dependencies import Idempotent
from app.models import Post
from app.models.enums import Status, Visibility
from app.posts import changes, queries
from app.posts.schemas import (
    PostCreate,
    PostPage,
    PostRead,
    PostUpdate,
    SimilarPost,
    SimilarPosts,
    Sort,
)
from app.posts.search import similar_posts
from app.posts.tagging import change_tags
from app.rate_limits.limits import limit_per_hour, limit_searches, rate_limit_key
from app.tags.schemas import TagList

router = APIRouter(prefix="/v1/posts", tags=["posts"], route_class=StrictJSONRoute)
tagging = APIRouter(prefix="/v1/posts", tags=["tags"], route_class=StrictJSONRoute)

SEARCH = (
    'Words, "phrases", -exclusions; typos are forgiven. Of the first 5,000 posts that are found to match, the 300 with '
    "the most votes come by relevance; with a `sort`, all come."
)


async def get_filters(
    q: Annotated[SearchText | None, Query(description=SEARCH)] = None,
    status: Status | None = None,
    tag: Slug | None = None,
    author: Annotated[Id | None, Query(description="Only this member's posts")] = None,
    visibility: Annotated[Visibility | None, Query(description="For staff: what is pending, or hidden")] = None,
    updated_since: Annotated[Instant | None, Query(description="Only what changed since")] = None,
) -> queries.Filters:
    return queries.Filters(q, status, tag, author, visibility, updated_since)


@router.get("", response_model=PostPage, responses=problems(400, 401, 429), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_posts(
    request: Request,
    response: Response,
    db: DatabaseSession,
    visitor: Visitor,
    filters: Annotated[queries.Filters, Depends(get_filters)],
    settings: CurrentSettings,
    device: CurrentDevice,
    sort: Annotated[Sort | None, Query(description="`trending`; where there is a `q`, by relevance")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> object:
    """The board. For an incremental sync: `updated_since` with the time of the last one, less a minute."""
    after = decode_cursor(request, cursor)
    caller = visitor.user if visitor else None
    if filters.q is not None:
        limit_searches(db, settings.searches_per_hour, caller=caller, address=device.address)
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
    keys = rate_limit_key("post", caller.user.id), rate_limit_key("post-address", device.address)
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


@router.get("/similar", responses=problems(401, 429), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_similar_posts(
    title: Annotated[SearchText, Query()],
    db: DatabaseSession,
    visitor: Visitor,
    settings: CurrentSettings,
    device: CurrentDevice,
) -> SimilarPosts:
    """Has this been asked? At most five posts, for while a title is being typed."""
    caller = visitor.user if visitor else None
    limit_searches(db, settings.searches_per_hour, caller=caller, address=device.address)
    posts = similar_posts(db, title, settings.language, caller=caller)
    return SimilarPosts(items=[SimilarPost.model_validate(post) for post in posts])


@router.get("/{post_id}", response_model=PostRead, responses=problems(401, 404), openapi_extra=ALSO_WITHOUT_TOKEN)
async def get_post(request: Request, post_id: PathId, db: DatabaseSession, visitor: Visitor) -> Post:
    post = queries.get_post(db, post_id, caller=visitor.user if visitor else None)
    set_version(request, post.version)
    return post


@router.patch("/{post_id}", response_model=PostRead, responses=problems(401, 403, 404, 412))
async def update_post(
    request: Request, post_id: PathId, body: PostUpdate, caller: Member, db: DatabaseSession, version: ExpectedVersion
) -> Post:
    """Change the own post, or, as staff, any."""
    given = body.model_dump(exclude_none=True)
    post = changes.update_post(db, post_id, caller=caller.user, version=version, **given)
    set_version(request, post.version)
    return post


@router.delete("/{post_id}", status_code=204, responses=problems(401, 403, 404, 409, 412))
async def delete_post(post_id: PathId, caller: Member, db: DatabaseSession, version: ExpectedVersion) -> None:
    """Delete the own post, or, as staff, any."""
    changes.delete_post(db, post_id, caller=caller.user, version=version)


@tagging.put("/{post_id}/tags/{slug}", response_model=TagList, responses=problems(401, 403, 404))
async def tag_post(post_id: PathId, slug: PathSlug, staff: Staff, db: DatabaseSession) -> object:
    """Tag a post. The answer is its tags then."""
    return {"items": change_tags(db, post_id, slug, actor=staff.user, tagged=True)}


@tagging.delete("/{post_id}/tags/{slug}", response_model=TagList, responses=problems(401, 403, 404))
async def untag_post(post_id: PathId, slug: PathSlug, staff: Staff, db: DatabaseSession) -> object:
    """Take a tag from a post, if it has it. The answer is its tags then."""
    return {"items": change_tags(db, post_id, slug, actor=staff.user, tagged=False)}
