"""The files behind pages, and the board's logo. Each has a name that changes with it, so a browser asks once."""

from typing import Annotated

from fastapi import Path, Request, Response

from app.auth.visitors import refuse_visitor_of_private
from app.board.logo.kinds import media_type_of
from app.board.queries import get_logo
from app.db.request import DatabaseConnection
from app.errors import NotFound
from app.http import files
from app.pages.request.cookies import read_session
from app.pages.request.page import find_caller
from app.pages.request.router import PageRouter
from app.pages.response import assets

router = PageRouter()
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
async def show_logo(request: Request, db: DatabaseConnection, logo: LogoName) -> Response:
    """Of a private board, for members alone, also in what caches keep."""
    found = get_logo(db, logo)
    if found is None or found.private:
        token = read_session(request)
        refuse_visitor_of_private(db, find_caller(db, request, token) if token else None)
    if found is None:
        raise NotFound("file")
    kept = IMMUTABLE.replace("public", "private") if found.private else IMMUTABLE
    headers = {"Cache-Control": kept, "Content-Security-Policy": INERT}
    return Response(found.logo, media_type=media_type_of(logo), headers=headers)
