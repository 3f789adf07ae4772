"""Comments over HTTP."""

from fastapi import Request, Response

from app.auth.dependencies import TOKEN_IS_OPTIONAL, CurrentUser, MembersOnly, OptionalUser, VerifiedUser
from app.comments import changes, queries
from app.comments.schemas import CommentCreate, CommentPage, CommentRead, CommentUpdate
from app.comments.serializer import serialize
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings, set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import Idempotent
from app.rate_limits.limits import limit_comments

router = HeedRouter(prefix="/v1", tags=["comments"])


@router.get("/posts/{post_id}/comments", responses=problem_responses(400, 401, 404), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_comments(post_id: PathId, db: DatabaseConnection, caller: OptionalUser, paging: Paging) -> CommentPage:
    """The talk below a post, the oldest first."""
    comments = queries.list_comments(db, post_id, caller=caller, after=paging.last_id(), limit=paging.limit)
    page = paging.page(comments, "id")
    items = [serialize(comment, caller) for comment in page["items"]]
    return CommentPage(items=items, next=page["next"])


@router.post(
    "/posts/{post_id}/comments",
    status_code=201,
    responses=problem_responses(401, 404, 409, 429),
    dependencies=[MembersOnly, Idempotent],
)
async def create_comment(
    body: CommentCreate,
    request: Request,
    response: Response,
    post_id: PathId,
    caller: VerifiedUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    client: CurrentClient,
) -> CommentRead:
    """Comment on a post, and follow it; or, as staff, write a note for the team, which changes nothing that others see.

    A post that is locked or merged takes no comments, and one that is merged no notes.
    """
    response.headers.update(limit_comments(db, settings, author=caller, address=client.address))
    comment = changes.create_comment(db, post_id, author=caller, **body.model_dump())
    set_location(request, response, f"/v1/comments/{comment.id}")
    set_version(request, comment.version)
    return serialize(comment, caller)


@router.patch("/comments/{comment_id}", responses=problem_responses(401, 404, 412))
async def update_comment(
    request: Request,
    comment_id: PathId,
    body: CommentUpdate,
    caller: CurrentUser,
    db: DatabaseConnection,
    version: ExpectedVersion,
) -> CommentRead:
    """Change the own comment, or, as staff, any; hide it, as staff."""
    given = body.model_dump(exclude_none=True)
    comment = changes.update_comment(db, comment_id, caller=caller, version=version, **given)
    set_version(request, comment.version)
    return serialize(comment, caller)


@router.delete("/comments/{comment_id}", status_code=204, responses=problem_responses(401, 404, 412))
async def delete_comment(
    comment_id: PathId, caller: CurrentUser, db: DatabaseConnection, version: ExpectedVersion
) -> None:
    """Delete the own comment, or, as staff, any. Its place stays."""
    changes.delete_comment(db, comment_id, caller=caller, version=version)
