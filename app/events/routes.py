"""The stream of events over HTTP."""

from typing import Annotated

from fastapi import Query

from app.auth.dependencies import StaffUser
from app.db.request import DatabaseConnection
from app.events import positions, queries
from app.events.kinds import Pattern
from app.events.schemas import EventList
from app.http.dependencies import CurrentSettings
from app.http.pagination import Limit
from app.http.problems import problem_responses
from app.http.router import HeedRouter

router = HeedRouter(prefix="/v1/events", tags=["events"])

After = Annotated[
    str | None, Query(max_length=60, pattern=positions.PATTERN, description="`next` of the answer before")
]
Type = Annotated[Pattern | None, Query(description="The name of an event, or a family such as `post.*`")]


@router.get(
    "",
    response_model=EventList,
    response_model_exclude_unset=True,
    responses=problem_responses(400, 401, 403, 410),
)
async def list_events(
    db: DatabaseConnection,
    staff: StaffUser,
    settings: CurrentSettings,
    after: After = None,
    type: Type = None,
    limit: Limit = 20,
) -> object:
    """What happened on the board, the oldest first, each event once and none left out; for 90 days.

    Ask again with `next`, from where the answer ended. An event is there once all that began before it is over, which
    takes as long as the longest request.
    """
    position = None if after is None else positions.parse(after)
    page = queries.read_events(db, after=position, pattern=type, limit=limit, board_url=settings.public_url)
    return page._asdict()
