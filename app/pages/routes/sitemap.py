"""What search engines read: robots.txt, and the sitemap, an index of files."""

from typing import Annotated

from fastapi import Path, Request, Response
from pydantic import BeforeValidator

from app.auth.visitors import refuse_visitor_of_private
from app.board.cache import current_board
from app.changelog.queries import entries_for_sitemap
from app.db.request import DatabaseConnection
from app.errors import NotFound
from app.http.dependencies import CurrentSettings, base_url, link
from app.http.fields import MAX_ID, decimal_digits
from app.pages.request.router import PageRouter
from app.pages.response import sitemap
from app.pages.response.addresses import entry_path, post_path
from app.pages.response.caching import share
from app.posts.sitemap import IDS, list_range, list_ranges
from app.settings.config import Settings

router = PageRouter()
PLACES = ("/", "/roadmap", "/changelog")
Number = Annotated[int, Path(lt=MAX_ID // IDS), BeforeValidator(decimal_digits)]


@router.get("/robots.txt")
async def get_robots(request: Request, settings: CurrentSettings, db: DatabaseConnection) -> Response:
    """Search engines ask for it at the root of a host, so below a path it is for whoever copies it there."""
    private = current_board(db, settings).private
    robots = sitemap.robots(link(request, ""), absolute(request, settings), private=private)
    return share(request, robots, "text/plain")


@router.get("/sitemap.xml")
async def get_index(request: Request, settings: CurrentSettings, db: DatabaseConnection) -> Response:
    ranges = list_ranges(db)
    if not ranges:
        refuse_visitor_of_private(db, None)
    numbers = sorted({0, *ranges})
    return share(request, sitemap.index(needed_address(request, settings), numbers), sitemap.XML)


@router.get("/sitemap/{number}.xml")
async def get_range(request: Request, settings: CurrentSettings, db: DatabaseConnection, number: Number) -> Response:
    """The first also has the board itself, and so is never empty, which no file may be. Who crawls is a visitor."""
    base = needed_address(request, settings)
    edited = [(post_path(post_id, title), moment) for post_id, title, moment in list_range(db, number)]
    if not edited:
        refuse_visitor_of_private(db, None)
    if number and not edited:
        raise NotFound("file")
    if number == 0:
        edited += [(entry_path(entry_id, title), moment) for entry_id, title, moment in entries_for_sitemap(db)]
    return share(request, sitemap.url_set(base, () if number else PLACES, edited), sitemap.XML)


def absolute(request: Request, settings: Settings) -> str | None:
    base = base_url(request, settings)
    return base if base.startswith("http") else None


def needed_address(request: Request, settings: Settings) -> str:
    """Raises NotFound where the board doesn't know its address, as behind a load balancer without PUBLIC_URL."""
    base = absolute(request, settings)
    if base is None:
        raise NotFound("file")
    return base
