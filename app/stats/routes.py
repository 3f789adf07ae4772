"""Figures over HTTP."""

from typing import Annotated

from fastapi import Query
from pydantic import BeforeValidator, Field

from app.auth.dependencies import StaffUser
from app.db.request import DatabaseConnection
from app.http.fields import decimal_digits
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.stats import queries
from app.stats.figures import MOST_WEEKS
from app.stats.schemas import StatsRead

router = HeedRouter(prefix="/v1/stats", tags=["moderation"])
Weeks = Annotated[
    int,
    Field(ge=1, le=MOST_WEEKS),
    BeforeValidator(decimal_digits),
    Query(description="How many, this one included"),
]


@router.get("", response_model=StatsRead, responses=problem_responses(401, 403))
async def get_stats(_: StaffUser, db: DatabaseConnection, weeks: Weeks = 26) -> object:
    """What happened on the board in the last weeks, week by week."""
    return {"weeks": queries.figures_by_week(db, weeks)}
