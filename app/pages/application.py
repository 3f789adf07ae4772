"""The apps that serve pages, with refusals that are pages, too."""

from importlib import import_module

from fastapi import Depends, FastAPI
from starlette.datastructures import State

from app.http.error_handlers import add_error_handlers
from app.http.middleware.error_boundary import ErrorBoundary
from app.pages.request.files import read_file_form
from app.pages.request.forms import InvalidForm, read_form
from app.pages.response.refusals import on_invalid_form, refuse


def create_pages(state: State, max_body_size: int, module: str) -> FastAPI:
    """`state`: the API's, with the settings and the engines. `module`: one of mount.py's PARTS. It has `ROUTERS`, and
    may have `UPLOADS`, those of forms with files."""
    part = import_module(module)
    pages = FastAPI(
        openapi_url=None,
        redirect_slashes=False,  # The redirect would reflect the Host header.
    )
    pages.state = state
    add_error_handlers(pages, refuse)
    pages.add_exception_handler(InvalidForm, on_invalid_form)
    pages.add_middleware(ErrorBoundary, respond=refuse)
    # What was typed is known before the database is asked for anything: so it is not lost where that fails.
    for router in part.ROUTERS:
        pages.include_router(router, dependencies=[Depends(read_form)], max_body_size=max_body_size)
    for router in getattr(part, "UPLOADS", ()):
        pages.include_router(router, dependencies=[Depends(read_file_form)], max_body_size=max_body_size)
    return pages
