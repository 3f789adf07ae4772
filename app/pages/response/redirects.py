"""Where a page is to be found for good."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app.http.dependencies import link


def moved(request: Request, path: str) -> Response:
    """301 with the query kept. A title may change back, so it is not cached without asking."""
    query = request.scope["query_string"].decode("latin-1")
    target = link(request, path) + (f"?{query}" if query else "")
    return RedirectResponse(target, 301, {"Cache-Control": "no-cache"})
