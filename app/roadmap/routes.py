"""The roadmap over HTTP."""

from fastapi import Request

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser, StaffUser
from app.db.request import DatabaseConnection
from app.http.dependencies import link
from app.http.fields import PathId
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.roadmap import changes, queries
from app.roadmap.schemas import RoadmapColumn, RoadmapMove, RoadmapPost, RoadmapRead

router = HeedRouter(prefix="/v1/roadmap", tags=["roadmap"])


@router.get("", responses=problem_responses(401), openapi_extra=TOKEN_IS_OPTIONAL)
async def get_roadmap(request: Request, db: DatabaseConnection, caller: OptionalUser) -> RoadmapRead:
    """What is planned, started and completed: of each the first hundred."""
    return RoadmapRead(columns=[shown(request, column) for column in queries.read_roadmap(db, caller=caller)])


@router.put("/{post_id}", responses=problem_responses(401, 404, 409))
async def move_post(
    request: Request, post_id: PathId, body: RoadmapMove, staff: StaffUser, db: DatabaseConnection
) -> RoadmapColumn:
    """Put a post in its place. The answer is its column then."""
    column = changes.move_post(db, post_id, staff=staff, before=body.before, after=body.after, index=body.index)
    return shown(request, column)


def shown(request: Request, column: queries.Column) -> RoadmapColumn:
    items = [RoadmapPost.model_validate(post) for post in column.posts]
    more = link(request, f"/v1/posts?status={column.status}&sort=votes") if column.more else None
    return RoadmapColumn(status=column.status, items=items, more=more)
