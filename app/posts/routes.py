"""Posts over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Member, Visitor
from app.database import DatabaseSession
from app.dependencies import CurrentDevice, CurrentSettings, link
from app.errors import problems
from app.fields import Cursor, Id, Limit, PathId
from app.json_body import StrictJSONRoute
from app.limits.rules import key, limit_per_hour
from app.pagination import decode_cursor, paginate
from app.posts import queries
from app.posts.models import Post
from app.posts.schemas import PostCreate, PostPage, PostRead, PostUpdate, Sort

router = APIRouter(prefix="/v1/posts", tags=["posts"], route_class=StrictJSONRoute)


@router.get("", response_model=PostPage, responses=problems(400, 401), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_posts(
    request: Request,
    response: Response,
    db: DatabaseSession,
    visitor: Visitor,
    sort: Sort = "newest",
    author: Annotated[Id | None, Query(description="Only this member's posts")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> object:
    after = decode_cursor(request, cursor)
    caller_id = visitor.user.id if visitor else None
    posts = queries.list_posts(db, caller_id=caller_id, sort=sort, author_id=author, after=after, limit=limit)
    return paginate(request, response, posts, limit, [column.key for column in queries.SORTS[sort]])


@router.post("", status_code=201, response_model=PostRead, responses=problems(401, 429))
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
    post = queries.create_post(db, author=caller.user, title=body.title, content=body.content)
    response.headers["Location"] = link(request, f"/v1/posts/{post.id}")
    return post


@router.get("/{post_id}", response_model=PostRead, responses=problems(401, 404), openapi_extra=ALSO_WITHOUT_TOKEN)
async def get_post(post_id: PathId, db: DatabaseSession, visitor: Visitor) -> Post:
    return queries.get_post(db, post_id, caller_id=visitor.user.id if visitor else None)


@router.patch("/{post_id}", response_model=PostRead, responses=problems(401, 403, 404))
async def update_post(post_id: PathId, body: PostUpdate, caller: Member, db: DatabaseSession) -> Post:
    """Change the own post, or, as staff, any."""
    return queries.update_post(db, post_id, caller=caller.user, **body.model_dump(exclude_none=True))


@router.delete("/{post_id}", status_code=204, responses=problems(401, 403, 404))
async def delete_post(post_id: PathId, caller: Member, db: DatabaseSession) -> None:
    """Delete the own post, or, as staff, any."""
    queries.delete_post(db, post_id, caller=caller.user)
