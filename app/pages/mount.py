"""The pages as one route of the API's app: they are imported and built when the first request for one comes."""

from functools import cached_property

from fastapi import FastAPI
from starlette.datastructures import State
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.api_paths import is_of_the_api


class PagesRoute(BaseRoute):
    """Has every path that the API has not. Stands first, so that a page's cold start builds no route of the API."""

    path = "/{page:path}"

    def __init__(self, state: State, max_body_size: int) -> None:
        self.state = state
        self.max_body_size = max_body_size

    @cached_property
    def app(self) -> ASGIApp:
        from app.pages.application import create_pages

        pages: FastAPI = create_pages(self.state, self.max_body_size)
        return pages

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or is_of_the_api(scope):
            return Match.NONE, {}
        return Match.FULL, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
