"""The apps that serve pages, with refusals that are pages, too."""

from collections.abc import Sequence

from fastapi import APIRouter, Depends, FastAPI
from starlette.datastructures import State

from app.http.error_handlers import add_error_handlers
from app.http.middleware.error_boundary import ErrorBoundary
from app.pages.request.files import read_file_form
from app.pages.request.forms import InvalidForm, read_form
from app.pages.response.refusals import on_invalid_form, refuse


def create_first_pages(state: State, max_body_size: int) -> FastAPI:
    from app.pages.first import ROUTERS

    return create_pages(state, max_body_size, ROUTERS)


def create_other_pages(state: State, max_body_size: int) -> FastAPI:
    from app.pages.others import ROUTERS, UPLOADS

    return create_pages(state, max_body_size, ROUTERS, UPLOADS)


def create_pages(
    state: State, max_body_size: int, routers: Sequence[APIRouter], uploads: Sequence[APIRouter] = ()
) -> FastAPI:
    """`state`: the API's, with the settings and the engines. `uploads`: routers of forms with files."""
    pages = FastAPI(
        openapi_url=None,
        redirect_slashes=False,  # The redirect would reflect the Host header.
        telemetry={"auto_configure": False},
    )
    pages.state = state
    add_error_handlers(pages, refuse)
    pages.add_exception_handler(InvalidForm, on_invalid_form)
    pages.add_middleware(ErrorBoundary, respond=refuse)
    # What was typed is known before the database is asked for anything: so it is not lost where that fails.
    for router in routers:
        pages.include_router(router, dependencies=[Depends(read_form)], max_body_size=max_body_size)
    for router in uploads:
        pages.include_router(router, dependencies=[Depends(read_file_form)], max_body_size=max_body_size)
    return pages
