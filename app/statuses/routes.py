"""Statuses over HTTP."""

from fastapi import APIRouter, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Staff, Visitor
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import Cursor, Limit, PathId
from app.http.json_body import StrictJSONRoute
from app.http.pagination import decode_cursor, paginate
from app.models import Post
from app.posts.schemas import PostRead
from app.statuses import changes, queries
from app.statuses.schemas import StatusChangePage, StatusUpdate

router = APIRouter(prefix="/v1/posts/{post_id}", tags=["statuses"], route_class=StrictJSONRoute)


@router.put("/status", response_model=PostRead, responses=problems(401, 403, 404, 412))
async def set_status(
    request: Request, post_id: PathId, body: StatusUpdate, staff: Staff, db: DatabaseSession, version: ExpectedVersion
) -> Post:
    """The team's answer: a status, and a word on it. Each is kept in the history, also of a status that stays."""
    post = changes.set_status(
        db, post_id, actor=staff.user, version=version, status=body.status, response=body.response
    )
    set_version(request, post.version)
    return post


@router.get(
    "/history", response_model=StatusChangePage, responses=problems(400, 401, 404), openapi_extra=ALSO_WITHOUT_TOKEN
)
async def list_history(
    request: Request,
    response: Response,
    post_id: PathId,
    db: DatabaseSession,
    visitor: Visitor,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> object:
    """Every answer that the team gave, the oldest first."""
    position = decode_cursor(request, cursor)
    caller = visitor.user if visitor else None
    history = queries.list_changes(db, post_id, caller=caller, after=int(position[0]) if position else 0, limit=limit)
    return paginate(request, response, history, limit, ["id"])
