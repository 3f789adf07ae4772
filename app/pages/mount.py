"""The pages as one route of the API's app: they are imported when the first request for one comes."""

from functools import cached_property

from starlette.datastructures import State
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from app.http.api_paths import is_of_the_api
from app.http.late_router import LateApp


class PagesRoute(BaseRoute):
    """Has every path that is not the API's."""

    path = "/{page:path}"

    def __init__(self, state: State, max_body_size: int) -> None:
        self.state = state
        self.max_body_size = max_body_size

    @cached_property
    def app(self) -> LateApp:
        from app.pages.application import create_pages

        return create_pages(self.state, self.max_body_size)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return (Match.NONE if scope["type"] != "http" or is_of_the_api(scope) else Match.FULL), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
