"""The pages as two routes of the API's app: each part is imported and built when the first request for it comes."""

import re
from functools import cached_property

from starlette.datastructures import State
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.api_paths import is_of_the_api
from app.http.dependencies import path_below_root

# The paths of app/pages/first.py; all others are those of others.py.
FIRST = re.compile(r"/|/(posts|comments|(edit|delete)/(posts|comments)|assets|logo)(/.*)?", re.DOTALL)


class PagesRoute(BaseRoute):
    """Has the paths of its part, but for those of the API. Stands first, so that a page's cold start builds no route of
    the API."""

    path = "/{page:path}"

    def __init__(self, state: State, max_body_size: int, *, first: bool) -> None:
        self.state = state
        self.max_body_size = max_body_size
        self.first = first

    @cached_property
    def app(self) -> ASGIApp:
        from app.pages.application import create_first_pages, create_other_pages

        create = create_first_pages if self.first else create_other_pages
        return create(self.state, self.max_body_size)

    def build(self) -> None:
        """Does now what otherwise waits for the first request."""
        self.app  # noqa: B018  (a cached property: to look at it makes it)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or is_of_the_api(scope):
            return Match.NONE, {}
        is_first = FIRST.fullmatch(path_below_root(scope)) is not None
        return (Match.FULL if is_first == self.first else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
