"""The changelog over HTTP."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.auth.dependencies import TOKEN_IS_OPTIONAL, OptionalUser, StaffOnly, StaffUser
from app.changelog import changes, queries
from app.changelog.schemas import ChangelogEntryRead, ChangelogPage, EntryCreate, EntryUpdate
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentSettings, base_url, set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.idempotency.dependencies import Idempotent
from app.models.changelog_entries import ChangelogEntry
from app.models.enums import EntryState

router = HeedRouter(prefix="/v1/changelog", tags=["changelog"])
feed = HeedRouter(tags=["feed"])


State = Annotated[EntryState, Query(description="For staff: what is a draft, or scheduled")]


class AtomResponse(Response):
    media_type = "application/atom+xml"


@router.get("", response_model=ChangelogPage, responses=problem_responses(400, 401), openapi_extra=TOKEN_IS_OPTIONAL)
async def list_changelog(
    db: DatabaseConnection,
    caller: OptionalUser,
    paging: Paging,
    state: State = "published",
) -> object:
    """What the team released, the latest first."""
    entries = queries.list_entries(db, caller=caller, state=state, after=paging.position(), limit=paging.limit)
    return paging.page(entries, "position", "id")


@router.post(
    "",
    status_code=201,
    response_model=ChangelogEntryRead,
    responses=problem_responses(401, 409),
    dependencies=[StaffOnly, Idempotent],
)
async def create_entry(
    body: EntryCreate,
    request: Request,
    response: Response,
    staff: StaffUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
) -> ChangelogEntry:
    """Begin a draft, publish, or set an hour. Whoever follows a post that it names is told once, in one mail."""
    entry = changes.create_entry(
        db,
        author=staff,
        title=body.title,
        content=body.content,
        published_at=body.published_at,
        posts=body.posts,
        completes=body.complete,
        board_url=base_url(request, settings),
    )
    set_location(request, response, f"/v1/changelog/{entry.id}")
    set_version(request, entry.version)
    return entry


@router.get(
    "/{entry_id}",
    response_model=ChangelogEntryRead,
    responses=problem_responses(401, 404),
    openapi_extra=TOKEN_IS_OPTIONAL,
)
async def get_entry(request: Request, entry_id: PathId, db: DatabaseConnection, caller: OptionalUser) -> ChangelogEntry:
    entry = queries.get_entry(db, entry_id, caller=caller)
    set_version(request, entry.version)
    return entry


@router.patch("/{entry_id}", response_model=ChangelogEntryRead, responses=problem_responses(401, 404, 409, 412))
async def update_entry(
    request: Request,
    entry_id: PathId,
    body: EntryUpdate,
    staff: StaffUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    version: ExpectedVersion,
) -> ChangelogEntry:
    """Change it, publish it, or take it back. Nobody is told a second time; what it completed stays so."""
    entry = changes.update_entry(
        db, entry_id, staff=staff, version=version, board_url=base_url(request, settings), **given(body)
    )
    set_version(request, entry.version)
    return entry


def given(body: EntryUpdate) -> dict[str, object]:
    values = body.model_dump(exclude_unset=True)
    kept = {name: value for name, value in values.items() if value is not None or name == "published_at"}
    return {"completes" if name == "complete" else name: value for name, value in kept.items()}


@router.delete("/{entry_id}", status_code=204, responses=problem_responses(401, 404, 412))
async def delete_entry(entry_id: PathId, staff: StaffUser, db: DatabaseConnection, version: ExpectedVersion) -> None:
    """Delete it. Mails about it that have not gone out are dropped."""
    changes.delete_entry(db, entry_id, staff=staff, version=version)


@feed.get("/changelog.atom", response_class=AtomResponse, include_in_schema=False)
async def get_changelog_feed(request: Request, db: DatabaseConnection, settings: CurrentSettings) -> Response:
    """What the team released, for feed readers. Conditional requests are answered with 304."""
    from app.feed.atom import changelog_feed  # The XML library is loaded by who asks for XML.

    entries, name = queries.newest_entries(db)
    set_version(request, len(entries))
    board = name or settings.board_name
    return AtomResponse(changelog_feed(entries, board=board, base=base_url(request, settings)))
