"""Comments over HTTP."""

from fastapi import APIRouter, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Member, Visitor
from app.comments import changes, queries
from app.comments.schemas import CommentCreate, CommentPage, CommentRead, CommentUpdate
from app.comments.serializer import serialize
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.dependencies import CurrentDevice, CurrentSettings, link
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import Cursor, Limit, PathId
from app.http.json_body import StrictJSONRoute
from app.http.pagination import decode_cursor, paginate
from app.idempotency.dependencies import Idempotent
from app.rate_limits.limits import limit_per_hour, rate_limit_key

router = APIRouter(prefix="/v1", tags=["comments"], route_class=StrictJSONRoute)


@router.get("/posts/{post_id}/comments", responses=problems(400, 401, 404), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_comments(
    request: Request,
    response: Response,
    post_id: PathId,
    db: DatabaseSession,
    visitor: Visitor,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> CommentPage:
    """The talk below a post, the oldest first."""
    position = decode_cursor(request, cursor)
    caller = visitor.user if visitor else None
    after = int(position[0]) if position else 0
    comments = queries.list_comments(db, post_id, caller=caller, after=after, limit=limit)
    page = paginate(request, response, comments, limit, ["id"])
    items = [serialize(comment, caller) for comment in page["items"]]
    return CommentPage(items=items, next=page["next"])


@router.post(
    "/posts/{post_id}/comments",
    status_code=201,
    responses=problems(401, 404, 409, 429),
    dependencies=[Idempotent],
)
async def create_comment(
    body: CommentCreate,
    request: Request,
    response: Response,
    post_id: PathId,
    caller: Member,
    db: DatabaseSession,
    settings: CurrentSettings,
    device: CurrentDevice,
) -> CommentRead:
    """Comment on a post, and follow it. A post that is locked or merged takes none."""
    keys = rate_limit_key("comment", caller.user.id), rate_limit_key("comment-address", device.address)
    response.headers.update(limit_per_hour(db, settings.comments_per_hour, *keys))
    comment = changes.create_comment(db, post_id, author=caller.user, content=body.content)
    response.headers["Location"] = link(request, f"/v1/comments/{comment.id}")
    set_version(request, comment.version)
    return serialize(comment, caller.user)


@router.patch("/comments/{comment_id}", responses=problems(401, 403, 404, 412))
async def update_comment(
    request: Request,
    comment_id: PathId,
    body: CommentUpdate,
    caller: Member,
    db: DatabaseSession,
    version: ExpectedVersion,
) -> CommentRead:
    """Change the own comment, or, as staff, any; hide it, as staff."""
    given = body.model_dump(exclude_none=True)
    comment = changes.update_comment(db, comment_id, caller=caller.user, version=version, **given)
    set_version(request, comment.version)
    return serialize(comment, caller.user)


@router.delete("/comments/{comment_id}", status_code=204, responses=problems(401, 403, 404, 412))
async def delete_comment(comment_id: PathId, caller: Member, db: DatabaseSession, version: ExpectedVersion) -> None:
    """Delete the own comment, or, as staff, any. Its place stays."""
    changes.delete_comment(db, comment_id, caller=caller.user, version=version)
