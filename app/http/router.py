"""The router of the API."""

from typing import Any

from fastapi.routing import APIRoute

from app.http.late_router import LateRouter
from app.http.problems import problem_responses
from app.http.route import HeedRoute


def operation_id(route: APIRoute) -> str:
    """Names an operation after its function, for generated clients."""
    return route.name


class HeedRouter(LateRouter):
    def __init__(
        self,
        *,
        prefix: str = "",
        tags: list[str],
        route_class: type[APIRoute] = HeedRoute,
        responses: dict[int | str, dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(
            prefix=prefix,
            tags=[*tags],
            route_class=route_class,
            responses={**problem_responses(422, 500, 503), **(responses or {})},
            generate_unique_id_function=operation_id,
        )
