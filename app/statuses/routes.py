"""Statuses over HTTP."""

from fastapi import Request

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser, StaffUser
from app.db.request import DatabaseConnection
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.models.posts import Post
from app.posts.schemas import PostRead
from app.statuses import changes, queries
from app.statuses.schemas import StatusChangePage, StatusUpdate

router = HeedRouter(prefix="/v1/posts/{post_id}", tags=["statuses"])


@router.put("/status", response_model=PostRead, responses=problem_responses(401, 404, 412))
async def set_status(
    request: Request,
    post_id: PathId,
    body: StatusUpdate,
    staff: StaffUser,
    db: DatabaseConnection,
    version: ExpectedVersion,
) -> Post:
    """The team's answer: a status, and a word on it. Each is kept in the history, also of a status that stays."""
    post = changes.set_status(db, post_id, actor=staff, version=version, status=body.status, response=body.response)
    set_version(request, post.version)
    return post


@router.get(
    "/history",
    response_model=StatusChangePage,
    responses=problem_responses(400, 401, 404),
    openapi_extra=TOKEN_IS_OPTIONAL,
)
async def list_history(post_id: PathId, db: DatabaseConnection, caller: OptionalUser, paging: Paging) -> object:
    """Every answer that the team gave, the oldest first."""
    history = queries.list_changes(db, post_id, caller=caller, after=paging.last_id(), limit=paging.limit)
    return paging.page(history, "id")
