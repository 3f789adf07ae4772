"""The feed over HTTP."""

from fastapi import Request, Response

from app.db.request import DatabaseConnection
from app.feed.queries import newest_posts
from app.http.dependencies import CurrentSettings, base_url
from app.http.etag import set_version
from app.http.router import HeedRouter

router = HeedRouter(tags=["feed"])


class AtomResponse(Response):
    media_type = "application/atom+xml"


@router.get("/feed.atom", response_class=AtomResponse, include_in_schema=False)
async def get_feed(request: Request, db: DatabaseConnection, settings: CurrentSettings) -> Response:
    """The newest posts, for feed readers. Conditional requests are answered with 304."""
    from app.feed.atom import atom_feed  # The XML library is loaded by who asks for XML.

    posts, name = newest_posts(db)
    set_version(request, len(posts))
    return AtomResponse(atom_feed(posts, board=name or settings.board_name, base=base_url(request, settings)))
