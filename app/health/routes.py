"""Health over HTTP: `/health` for whoever restarts processes, `/ready` for whoever sends them traffic."""

from typing import Literal

from fastapi import APIRouter

from app.database import DatabaseSession
from app.dependencies import CurrentSettings
from app.errors import problems
from app.fields import Answer
from app.health.queries import knows_language, schema_revisions
from app.health.rules import check_language, check_schema

router = APIRouter(tags=["health"])


class HealthRead(Answer):
    status: Literal["ok"] = "ok"


class ReadyRead(Answer):
    status: Literal["ready"] = "ready"
    revision: str


@router.get("/health")
async def get_health() -> HealthRead:
    """The process is up. Touches nothing."""
    return HealthRead()


@router.get("/ready", responses=problems(503))
async def get_ready(db: DatabaseSession, settings: CurrentSettings) -> ReadyRead:
    """The database can be reached, its schema is what this code needs, and it knows the board's language."""
    check_language(settings.language, known=knows_language(db, settings.language))
    return ReadyRead(revision=check_schema(schema_revisions(db)))
