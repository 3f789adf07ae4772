"""Health over HTTP: `/health` for whoever restarts processes, `/ready` for whoever sends them traffic."""

from typing import Literal

from app.db.request import DatabaseConnection
from app.db.session_parameters import session_parameters
from app.health.queries import database_state, schema_revisions
from app.health.readiness import check_language, check_schema, check_session
from app.http.bodies import ResponseBody
from app.http.dependencies import CurrentSettings
from app.http.problems import problem_responses
from app.http.router import HeedRouter

router = HeedRouter(tags=["health"])


class HealthRead(ResponseBody):
    status: Literal["ok"] = "ok"


class ReadyRead(ResponseBody):
    status: Literal["ready"] = "ready"
    revision: str


@router.get("/health")
async def get_health() -> HealthRead:
    """The process is up. Touches nothing."""
    return HealthRead()


@router.get("/ready", responses=problem_responses(503))
async def get_ready(db: DatabaseConnection, settings: CurrentSettings) -> ReadyRead:
    """The database can be reached, its schema is what this code needs, and it knows the board's language."""
    wanted = session_parameters(settings)
    state = database_state(db, list(wanted), settings.language)
    check_language(settings.language, known=state.knows_language)
    revision = check_schema(schema_revisions(db) if state.is_migrated else set())
    check_session(wanted, state.parameters)
    return ReadyRead(revision=revision)
