"""Tags over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser, StaffUser
from app.db.session import DatabaseSession
from app.http.dependencies import set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId, Slug
from app.http.problems import problem_responses
from app.http.route import HeedRoute
from app.idempotency.keys import Idempotent
from app.models import Tag
from app.tags import queries
from app.tags.schemas import TagCreate, TagList, TagRef, TagUpdate

router = APIRouter(prefix="/v1", tags=["tags"], route_class=HeedRoute)

PathSlug = Annotated[Slug, Path()]


@router.get("/tags", response_model=TagList, responses=problem_responses(401), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_tags(db: DatabaseSession, caller: OptionalUser) -> object:
    """Every tag; staff also see those for staff."""
    return {"items": queries.list_tags(db, caller=caller)}


@router.post(
    "/tags",
    status_code=201,
    response_model=TagRef,
    responses=problem_responses(401, 403, 409),
    dependencies=[Idempotent],
)
async def create_tag(
    body: TagCreate, request: Request, response: Response, staff: StaffUser, db: DatabaseSession
) -> Tag:
    tag = queries.create_tag(db, actor=staff, slug=body.slug, name=body.name, staff_only=body.staff_only)
    set_location(request, response, f"/v1/tags/{tag.slug}")
    set_version(request, tag.version)
    return tag


@router.patch("/tags/{slug}", response_model=TagRef, responses=problem_responses(401, 403, 404, 412))
async def update_tag(
    request: Request, slug: PathSlug, body: TagUpdate, staff: StaffUser, db: DatabaseSession, version: ExpectedVersion
) -> Tag:
    """Rename it, or change who sees it. Its slug stays."""
    changes = body.model_dump(exclude_none=True)
    tag = queries.update_tag(db, slug, actor=staff, version=version, **changes)
    set_version(request, tag.version)
    return tag


@router.delete("/tags/{slug}", status_code=204, responses=problem_responses(401, 403, 404, 412))
async def delete_tag(slug: PathSlug, staff: StaffUser, db: DatabaseSession, version: ExpectedVersion) -> None:
    """Delete it, and take it from every post."""
    queries.delete_tag(db, slug, actor=staff, version=version)


@router.put("/posts/{post_id}/tags/{slug}", response_model=TagList, responses=problem_responses(401, 403, 404))
async def tag_post(post_id: PathId, slug: PathSlug, staff: StaffUser, db: DatabaseSession) -> object:
    """Tag a post. The answer is its tags then."""
    return {"items": queries.tag_post(db, post_id, slug, actor=staff, tagged=True)}


@router.delete("/posts/{post_id}/tags/{slug}", response_model=TagList, responses=problem_responses(401, 403, 404))
async def untag_post(post_id: PathId, slug: PathSlug, staff: StaffUser, db: DatabaseSession) -> object:
    """Take a tag from a post, if it has it. The answer is its tags then."""
    return {"items": queries.tag_post(db, post_id, slug, actor=staff, tagged=False)}
