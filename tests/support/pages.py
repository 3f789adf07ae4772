"""Sessions of pages, opened and looked up as the pages do it."""

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.datastructures import State

from app.auth import page_sessions
from app.auth.new_sessions import SignedIn
from app.auth.queries import SignedInUser, get_caller_by_cookie
from app.auth.tokens import token_hash
from app.http.dependencies import Client
from app.pages.application import create_pages
from app.settings.config import load_settings
from tests.support.codes import store_code
from tests.support.people import PASSWORD

BROWSER = Client("203.0.113.7", "A browser")


def sign_in(superuser: Engine, email: str, password: str = PASSWORD) -> SignedIn:
    with superuser.connect() as db:
        return page_sessions.sign_in_with_password(db, load_settings(), email, password, BROWSER)


def sign_in_by_code(superuser: Engine, email: str, typed: str = "123456") -> SignedIn:
    store_code(superuser, email, code_id="an id", code="123456")
    with superuser.connect() as db:
        return page_sessions.sign_in_with_code(db, load_settings(), "an id", typed, BROWSER)


def caller_of(superuser: Engine, token: str) -> SignedInUser | None:
    with superuser.connect() as db:
        return get_caller_by_cookie(db, token_hash(token))


def page_app() -> FastAPI:
    """The pages alone, with no database."""
    return create_pages(State({"settings": load_settings()}), 100_000)
