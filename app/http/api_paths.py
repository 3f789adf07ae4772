"""Which paths are the API's: all others are those of pages (app/pages/mount.py)."""

from starlette.types import Scope

from app.http.dependencies import path_below_root
from app.languages import CODES

FOLDERS = ("/v1", "/docs")  # With all that is below them.
FILES = frozenset(
    {
        *("/openapi.json", "/redoc", "/health", "/ready", "/feed.atom", "/changelog.atom"),
        *("/widget.js", *(f"/widget.{code}.json" for code in CODES)),
    }
)


def is_of_the_api(scope: Scope) -> bool:
    path = path_below_root(scope)
    return path in FILES or any(path == each or path.startswith(f"{each}/") for each in FOLDERS)
