"""Tags over HTTP."""

from fastapi import Request, Response

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser, StaffOnly, StaffUser
from app.auth.visitors import refuse_visitor_of_private
from app.db.request import DatabaseConnection
from app.http.dependencies import set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathSlug
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import Idempotent
from app.models.tags import Tag
from app.tags import changes, queries
from app.tags.schemas import TagCreate, TagList, TagRef, TagUpdate

router = HeedRouter(prefix="/v1", tags=["tags"])


@router.get("/tags", response_model=TagList, responses=problem_responses(401), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_tags(db: DatabaseConnection, caller: OptionalUser) -> object:
    """Every tag; staff also see those for staff."""
    tags = queries.list_tags(db, caller=caller)
    if not tags:
        refuse_visitor_of_private(db, caller)  # Here, as the board's page asks for the tags after its posts.
    return {"items": tags}


@router.post(
    "/tags",
    status_code=201,
    response_model=TagRef,
    responses=problem_responses(401, 409),
    dependencies=[StaffOnly, Idempotent],
)
async def create_tag(
    body: TagCreate, request: Request, response: Response, staff: StaffUser, db: DatabaseConnection
) -> Tag:
    tag = changes.create_tag(db, actor=staff, slug=body.slug, name=body.name, staff_only=body.staff_only)
    set_location(request, response, f"/v1/tags/{tag.slug}")
    set_version(request, tag.version)
    return tag


@router.patch("/tags/{slug}", response_model=TagRef, responses=problem_responses(401, 404, 412))
async def update_tag(
    request: Request,
    slug: PathSlug,
    body: TagUpdate,
    staff: StaffUser,
    db: DatabaseConnection,
    version: ExpectedVersion,
) -> Tag:
    """Rename it, or change who sees it. Its slug stays."""
    given = body.model_dump(exclude_none=True)
    tag = changes.update_tag(db, slug, actor=staff, version=version, **given)
    set_version(request, tag.version)
    return tag


@router.delete("/tags/{slug}", status_code=204, responses=problem_responses(401, 404, 412))
async def delete_tag(slug: PathSlug, staff: StaffUser, db: DatabaseConnection, version: ExpectedVersion) -> None:
    """Delete it, and take it from every post."""
    changes.delete_tag(db, slug, actor=staff, version=version)
