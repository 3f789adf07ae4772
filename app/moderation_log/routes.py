"""The moderation log over HTTP."""

from typing import Annotated

from fastapi import Query

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser
from app.db.request import DatabaseConnection
from app.http.fields import Id
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.moderation_log import queries
from app.moderation_log.schemas import EntryPage, EntryRead, PublicEntryRead

router = HeedRouter(prefix="/v1/moderation-log", tags=["moderation"])

Actor = Annotated[Id | None, Query(description="The id of a member of staff; for staff")]
Action = Annotated[str | None, Query(max_length=50, pattern=r"^[a-z]+\.[a-z_]+$", description="As in the entries")]


@router.get("", responses=problem_responses(400, 401), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_moderation_log(
    db: DatabaseConnection, caller: OptionalUser, paging: Paging, actor: Actor = None, action: Action = None
) -> EntryPage:
    """What staff did, to what, when; staff also see who, and what changed."""
    before = paging.last_id() or None
    entries = queries.list_entries(db, caller=caller, before=before, limit=paging.limit, actor=actor, action=action)
    page = paging.page(entries, "id")
    seen = EntryRead if caller and caller.is_staff else PublicEntryRead
    items = [EntryRead(**seen.model_validate(entry).model_dump()) for entry in page["items"]]
    return EntryPage(items=items, next=page["next"])
