"""The files behind pages, and the board's logo. Each has a name that changes with it, so a browser asks once."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.board.logo.kinds import media_type_of
from app.board.queries import get_logo
from app.db.session import DatabaseSession
from app.errors import NotFound
from app.http import files
from app.pages.response import assets

router = APIRouter()
IMMUTABLE = "public, max-age=31536000, immutable"
# Of an SVG that is opened by itself: it runs nothing, loads nothing, and belongs to no origin.
INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"
LogoName = Annotated[str, Path(pattern=r"^[0-9a-f]{20}\.[a-z]{3,4}$")]


@router.get("/assets/{name}")
async def get_asset(request: Request, name: str) -> Response:
    """While a release shifts the traffic, a page of one version can ask the other for its files. It gets those that are
    there, for this once: a page that is nearly right is better than one without style."""
    found = assets.find(name)
    if found is None:
        raise NotFound("file")
    name, is_current = found
    return files.respond(request, assets.ASSETS / name, IMMUTABLE if is_current else "no-store")


@router.get("/logo/{logo}")
async def show_logo(db: DatabaseSession, logo: LogoName) -> Response:
    """Also for visitors of a private board, whose sign-in page shows it: the name is a hash, which nobody guesses."""
    content = get_logo(db, logo)
    if content is None:
        raise NotFound("file")
    headers = {"Cache-Control": IMMUTABLE, "Content-Security-Policy": INERT}
    return Response(content, media_type=media_type_of(logo), headers=headers)
