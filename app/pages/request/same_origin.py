"""Refuses a write that another site's page sends.

Browsers say where a request comes from: `Sec-Fetch-Site`, and those before 2023 `Origin` alone. So no token is needed
in forms (https://words.filippo.io/csrf). Without either, or from a sister domain, a write is refused.
"""

from urllib.parse import urlsplit

from fastapi import Request

from app.errors import Forbidden
from app.pages.request.cookies import is_secure
from app.settings.config import Settings


class CrossSite(Forbidden):
    def __init__(self) -> None:
        super().__init__("This came from another site. Open the page on the board, and do it there.", code="cross-site")


def require_same_origin(request: Request) -> None:
    """Of a write. Raises CrossSite."""
    site = request.headers.getlist("sec-fetch-site")
    if site:
        if site != ["same-origin"]:
            raise CrossSite
        return
    origins = request.headers.getlist("origin")
    if len(origins) != 1 or urlsplit_host(origins[0]) not in own_hosts(request):
        raise CrossSite
    # A page without TLS may be anybody's who is on the way.
    if is_secure(request) and not origins[0].lower().startswith("https:"):
        raise CrossSite


def own_hosts(request: Request) -> set[str]:
    """The host of PUBLIC_URL, and the one that the browser asked: no page of another site can choose that."""
    settings: Settings = request.app.state.settings
    return {urlsplit_host(settings.public_url), request.headers.get("host", "").lower()} - {""}


def urlsplit_host(url: str) -> str:
    """Empty for `null`, which is the origin of a sandboxed frame, and for whatever is no URL."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
