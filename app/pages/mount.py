"""The pages as three routes of the API's app: each part is imported and built when the first request for it comes."""

import re
from functools import cached_property

from starlette.datastructures import State
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.api_paths import is_of_the_api
from app.http.dependencies import path_below_root

# The module of each part's routers, and its paths; the first whose paths they are has them.
PARTS = {
    "app.pages.first": "/",
    "app.pages.talk": "/(posts|comments|(edit|delete)/(posts|comments)|assets|logo)(/.*)?",
    "app.pages.others": ".*",
}


class PagesRoute(BaseRoute):
    """Has the paths of its part, but for those of the API. Stands first, so that a page's cold start builds no route of
    the API."""

    path = "/{page:path}"

    def __init__(self, state: State, max_body_size: int, module: str, paths: str) -> None:
        self.state = state
        self.max_body_size = max_body_size
        self.module = module
        self.paths = re.compile(paths, re.DOTALL)

    @cached_property
    def app(self) -> ASGIApp:
        from app.pages.application import create_pages

        return create_pages(self.state, self.max_body_size, self.module)

    def build(self) -> None:
        """Does now what otherwise waits for the first request."""
        self.app  # noqa: B018  (a cached property: to look at it makes it)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or is_of_the_api(scope):
            return Match.NONE, {}
        return (Match.FULL if self.paths.fullmatch(path_below_root(scope)) else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
