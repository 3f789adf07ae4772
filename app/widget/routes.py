"""The widget's files, which any page may load. What it may then ask of the API is CORS_ORIGINS' to say."""

from pathlib import Path as FilePath
from typing import Annotated

from fastapi import Path, Request, Response

from app.http.files import revalidated
from app.http.router import HeedRouter
from app.languages import CODES

router = HeedRouter(tags=["widget"])
SERVED = FilePath(__file__).with_name("served")
# Pages of others name it, so its name can't change with it; minutes later they have a new one.
CACHE_CONTROL = "public, max-age=300, stale-while-revalidate=86400"
Translated = Annotated[str, Path(pattern=f"^({'|'.join(CODES[1:])})$")]


@router.get("/widget.js", include_in_schema=False)
async def get_widget(request: Request) -> Response:
    return for_any_page(request, "widget.js")


@router.get("/widget.{language}.json", include_in_schema=False)
async def get_words(request: Request, language: Translated) -> Response:
    """The widget's strings: its English, and what that is in the language."""
    return for_any_page(request, f"widget.{language}.json")


def for_any_page(request: Request, name: str) -> Response:
    """Modules and JSON are read across origins by CORS alone; and by pages that are isolated, too (COEP)."""
    response = revalidated(request, SERVED / name, CACHE_CONTROL)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
