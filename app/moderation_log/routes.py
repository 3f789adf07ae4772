"""The moderation log over HTTP."""

from fastapi import APIRouter, Request, Response

from app.auth.caller import ALSO_WITHOUT_TOKEN, Visitor
from app.db.session import DatabaseSession
from app.errors import problems
from app.http.fields import Cursor, Limit
from app.http.pagination import decode_cursor, paginate
from app.moderation_log import queries
from app.moderation_log.schemas import EntryPage, EntryRead, PublicEntryRead

router = APIRouter(prefix="/v1/moderation-log", tags=["moderation"])


@router.get("", responses=problems(400, 401), openapi_extra=ALSO_WITHOUT_TOKEN)
async def list_moderation_log(
    request: Request,
    response: Response,
    db: DatabaseSession,
    visitor: Visitor,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> EntryPage:
    """What staff did, to what, when; staff also see who, and what changed."""
    position = decode_cursor(request, cursor)
    entries = queries.list_entries(db, before=int(position[0]) if position else None, limit=limit)
    page = paginate(request, response, entries, limit, ["id"])
    seen = EntryRead if visitor and visitor.user.is_staff else PublicEntryRead
    items = [EntryRead(**seen.model_validate(entry).model_dump()) for entry in page["items"]]
    return EntryPage(items=items, next=page["next"])
