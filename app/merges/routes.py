"""Merges over HTTP."""

from fastapi import Request

from app.auth.dependencies import StaffUser
from app.db.request import DatabaseConnection
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.merges import changes
from app.merges.schemas import MergeInto
from app.models.posts import Post
from app.posts.schemas import PostRead

router = HeedRouter(
    prefix="/v1/posts/{post_id}/merge",
    tags=["merges"],
    responses=problem_responses(401, 404, 409, 412),
)


@router.put("", response_model=PostRead)
async def merge_post(
    request: Request,
    post_id: PathId,
    body: MergeInto,
    staff: StaffUser,
    db: DatabaseConnection,
    version: ExpectedVersion,
) -> Post:
    """Make the post a duplicate of another. Votes and subscribers move over, each person once; comments move too."""
    post = changes.merge_post(db, post_id, body.into, staff=staff, version=version)
    set_version(request, post.version)
    return post


@router.delete("", response_model=PostRead)
async def undo_merge(
    request: Request, post_id: PathId, staff: StaffUser, db: DatabaseConnection, version: ExpectedVersion
) -> Post:
    """Make the duplicate a post of its own again, with the votes, comments and subscribers that it brought."""
    post = changes.undo_merge(db, post_id, staff=staff, version=version)
    set_version(request, post.version)
    return post
