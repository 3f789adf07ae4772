"""Routes that are imported and analysed when the first request for them comes: a cold start needs one of them all."""

import re
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from importlib import import_module
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from app.http.dependencies import path_below_root


class LateRouter(APIRouter):
    """Its routes are whole as they stand. An app asks them itself: `include_router` would analyse each once more."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.late: list[LateRoute] = []

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.late.append(LateRoute(self, path, endpoint, options))

    def build(self, path: str, endpoint: Callable[..., Any], options: dict[str, Any]) -> APIRoute:
        super().add_api_route(path, endpoint, **options)
        built = self.routes[-1]
        assert isinstance(built, APIRoute)
        return built


class LateRoute(BaseRoute):
    """A route whose parameters, bodies and responses are analysed when the first request for it comes."""

    def __init__(self, router: LateRouter, path: str, endpoint: Callable[..., Any], options: dict[str, Any]) -> None:
        self.build = partial(router.build, path, endpoint, options)
        self.path_regex = compile_path(router.prefix + path)[0]
        self.methods = options["methods"]

    @cached_property
    def route(self) -> APIRoute:
        return self.build()

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if not self.path_regex.match(path_below_root(scope)):
            return Match.NONE, {}
        if scope["method"] not in self.methods:
            return Match.PARTIAL, {"route": self}
        return self.route.matches(scope)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses the method."""
        await self.route.handle(scope, receive, send)


class FeatureRoute(BaseRoute):
    """All routes of a module's routers, as one. The module is imported when the first request for its paths comes: that
    is half the way to the first list of posts, which needs one of twenty; and to a first page, of forty."""

    def __init__(self, module: str, paths: str, max_body_size: int) -> None:
        """`paths`: a regular expression that matches the whole path of its routes. `re` keeps it, and compiles it when
        a request gets as far."""
        self.module = module
        self.paths = paths
        # Not the app's own max_body_size: that stands outside the middleware, and answers without a request id.
        self.handle_limited = RequestBodyLimitMiddleware(self.handle_route, max_body_size)

    @cached_property
    def late(self) -> Sequence[LateRoute]:
        routers = [each for each in vars(import_module(self.module)).values() if isinstance(each, LateRouter)]
        return [route for router in routers for route in router.late]

    @property
    def routes(self) -> Sequence[BaseRoute]:
        return [each.route for each in self.late]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        partly: tuple[Match, Scope] = Match.NONE, {}
        if scope["type"] == "http" and re.fullmatch(self.paths, path_below_root(scope)):
            for route in self.late:
                match, child_scope = route.matches(scope)  # Has the route in it.
                if match == Match.FULL:
                    return match, child_scope
                if match == Match.PARTIAL:
                    partly = match, child_scope
        return partly

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.handle_limited(scope, receive, send)

    async def handle_route(self, scope: Scope, receive: Receive, send: Send) -> None:
        route: BaseRoute = scope["route"]
        await route.handle(scope, receive, send)


class LateApp(FastAPI):
    """An app that knows the routes of its features, too: whoever asks for its `routes` has them imported and built.

    A request asks `router.routes`.
    """

    @property
    def routes(self) -> list[BaseRoute]:
        routes: list[BaseRoute] = []
        for route in self.router.routes:
            routes += route.routes if isinstance(route, FeatureRoute) else [route]
        return routes
