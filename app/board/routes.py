"""The board's settings and its logo over HTTP."""

from typing import Any

from fastapi import Request

from app.auth.dependencies import TOKEN_IS_OPTIONAL, AdminUser, OptionalUser
from app.board import changes, queries
from app.board.logo.kinds import MAX_BYTES, MEDIA_TYPES, media_type_in
from app.board.queries import CurrentBoard
from app.board.schemas import BoardRead, BoardUpdate
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentSettings, link
from app.http.etag import ExpectedVersion, set_version
from app.http.problems import problem_responses
from app.http.route import QueryRoute
from app.http.router import HeedRouter

router = HeedRouter(prefix="/v1/board", tags=["board"])
uploads = HeedRouter(prefix="/v1/board", tags=["board"], route_class=QueryRoute)  # Its body is no JSON.
A_FILE = {"type": "string", "format": "binary", "maxLength": MAX_BYTES}
LOGO_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {media_type: {"schema": A_FILE} for media_type in MEDIA_TYPES}}
}


@router.get("", responses=problem_responses(401), openapi_extra=TOKEN_IS_OPTIONAL)
async def get_board(
    request: Request, db: DatabaseConnection, settings: CurrentSettings, caller: OptionalUser
) -> BoardRead:
    """Its name, its look, and who may join. A private board tells a visitor its name."""
    board = queries.get_board(db, settings)
    if caller is None and board.private:
        return BoardRead(name=board.name, private=True)
    return shown(request, board)


@router.patch("", responses=problem_responses(401, 403, 412))
async def update_board(
    request: Request,
    body: BoardUpdate,
    admin: AdminUser,
    db: DatabaseConnection,
    settings: CurrentSettings,
    version: ExpectedVersion,
) -> BoardRead:
    """Change what is sent; null takes back what was set. Other readers see it within seconds."""
    given = body.model_dump(exclude_unset=True)
    return shown(request, changes.update_board(db, settings, actor=admin, version=version, **given))


@uploads.put("/logo", responses=problem_responses(401, 403, 412, 415), openapi_extra=LOGO_BODY)
async def set_logo(
    request: Request, admin: AdminUser, db: DatabaseConnection, settings: CurrentSettings, version: ExpectedVersion
) -> BoardRead:
    """The file itself: PNG, JPEG, WebP or SVG, 100 KB and 2,048 pixels a side at most. What is no picture in it is
    left out."""
    from app.board.logo.cleaning import clean_logo  # What reads files is loaded by who sends one.

    media_type = media_type_in(request.headers.get("content-type", ""))
    logo = clean_logo(await request.body(), media_type)
    board = changes.set_logo(db, settings, actor=admin, version=version, name=logo.name, content=logo.content)
    return shown(request, board)


@router.delete("/logo", responses=problem_responses(401, 403, 412))
async def delete_logo(
    request: Request, admin: AdminUser, db: DatabaseConnection, settings: CurrentSettings, version: ExpectedVersion
) -> BoardRead:
    """Take it away."""
    return shown(request, changes.delete_logo(db, settings, actor=admin, version=version))


def shown(request: Request, board: CurrentBoard) -> BoardRead:
    set_version(request, board.version)
    read = BoardRead.model_validate(board)
    read.logo = board.logo_at(link(request, "")) or None
    return read
