"""create_pages(): the app that serves the pages, with refusals that are pages, too."""

from fastapi import Depends, FastAPI
from starlette.datastructures import State

from app.http.error_handlers import add_error_handlers
from app.pages.request.files import read_file_form
from app.pages.request.forms import InvalidForm, read_form
from app.pages.response.error_boundary import ErrorBoundary
from app.pages.response.refusals import on_invalid_form, refuse
from app.pages.routes.admin.board import router as board_settings
from app.pages.routes.admin.board import uploads
from app.pages.routes.board import router as board
from app.pages.routes.comments import router as comments
from app.pages.routes.files import router as files
from app.pages.routes.language import router as language
from app.pages.routes.people import router as people
from app.pages.routes.post import router as post
from app.pages.routes.settings.data import router as data
from app.pages.routes.settings.email import router as email
from app.pages.routes.settings.mails import router as mails
from app.pages.routes.settings.password import router as password
from app.pages.routes.settings.profile import router as profile
from app.pages.routes.settings.sessions import router as sessions
from app.pages.routes.sign_in import router as sign_in
from app.pages.routes.sign_up import router as sign_up
from app.pages.routes.sitemap import router as sitemap
from app.pages.routes.unsubscribe import router as unsubscribe
from app.pages.routes.writing import router as writing

# The board and a post come first, as most cold starts are for these.
ROUTERS = (
    *(board, writing, post, comments, files, sign_in, sign_up, language, people, unsubscribe, sitemap),
    *(profile, email, password, sessions, mails, data, board_settings),
)


def create_pages(state: State, max_body_size: int) -> FastAPI:
    """`state`: the API's, with the settings and the engines."""
    pages = FastAPI(
        openapi_url=None,
        redirect_slashes=False,  # The redirect would reflect the Host header.
        telemetry={"auto_configure": False},
    )
    pages.state = state
    add_error_handlers(pages, refuse)
    pages.add_exception_handler(InvalidForm, on_invalid_form)
    pages.add_middleware(ErrorBoundary)
    for router in ROUTERS:
        # What was typed is known before the database is asked for anything: so it is not lost where that fails.
        pages.include_router(router, dependencies=[Depends(read_form)], max_body_size=max_body_size)
    pages.include_router(uploads, dependencies=[Depends(read_file_form)], max_body_size=max_body_size)
    return pages
