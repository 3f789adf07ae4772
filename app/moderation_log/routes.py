"""The moderation log over HTTP."""

from fastapi import APIRouter

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser
from app.db.session import DatabaseSession
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.route import HeedRoute
from app.moderation_log import queries
from app.moderation_log.schemas import EntryPage, EntryRead, PublicEntryRead

router = APIRouter(prefix="/v1/moderation-log", tags=["moderation"], route_class=HeedRoute)


@router.get("", responses=problem_responses(400, 401), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_moderation_log(db: DatabaseSession, caller: OptionalUser, paging: Paging) -> EntryPage:
    """What staff did, to what, when; staff also see who, and what changed."""
    entries = queries.list_entries(db, caller=caller, before=paging.last_id() or None, limit=paging.limit)
    page = paging.page(entries, "id")
    seen = EntryRead if caller and caller.is_staff else PublicEntryRead
    items = [EntryRead(**seen.model_validate(entry).model_dump()) for entry in page["items"]]
    return EntryPage(items=items, next=page["next"])
