"""`/docs` and `/redoc`, whose files come from the app itself: no CDN, and a strict Content-Security-Policy."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import fastapi_offline
from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.http.dependencies import link

EMPTY_IMAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E"
ASSETS = Path(fastapi_offline.__file__).parent / "static"


async def swagger_ui(request: Request) -> HTMLResponse:
    page = get_swagger_ui_html(
        openapi_url=link(request, "/openapi.json"),
        title="Heed API",
        swagger_js_url=link(request, "/docs/assets/swagger-ui-bundle.js"),
        swagger_css_url=link(request, "/docs/assets/swagger-ui.css"),
        swagger_favicon_url=link(request, "/docs/assets/favicon.png"),
    )
    return with_policy(page)


async def redoc(request: Request) -> HTMLResponse:
    page = get_redoc_html(
        openapi_url=link(request, "/openapi.json"),
        title="Heed API",
        redoc_js_url=link(request, "/docs/assets/redoc.standalone.js"),
        redoc_favicon_url=link(request, "/docs/assets/favicon.png"),
        with_google_fonts=False,
    )
    return with_policy(page)


@lru_cache
def redoc_script() -> str:
    """ReDoc's bundle, with an empty image for the one in its badge, which comes from ReDoc's CDN."""
    bundle = (ASSETS / "redoc.standalone.js").read_text(encoding="utf-8")
    return bundle.replace("https://cdn.redoc.ly/redoc/logo-mini.svg", EMPTY_IMAGE)


async def get_redoc_script() -> Response:
    return Response(redoc_script(), media_type="text/javascript")


def with_policy(page: HTMLResponse) -> HTMLResponse:
    """Allows the scripts of the page and no others. Styles may be inline, because both viewers write such."""
    inline = re.findall(r"<script>(.*?)</script>", bytes(page.body).decode(), re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline)
    hashes = " ".join(f"'sha256-{digest}'" for digest in digests)
    page.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self' {hashes};"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self';"
        " worker-src blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    )
    return page


def add_docs(app: FastAPI) -> None:
    app.add_api_route("/docs", swagger_ui, include_in_schema=False)
    app.add_api_route("/redoc", redoc, include_in_schema=False)
    app.add_api_route("/docs/assets/redoc.standalone.js", get_redoc_script, include_in_schema=False)
    app.mount("/docs/assets", StaticFiles(directory=ASSETS), name="docs-assets")
