"""The route class of the API: strict JSON in, an ETag out, and a last step before the commit."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json

from app.http.etag import add_etag
from app.http.request_state import request_state


class StrictJSONRequest(Request):
    async def json(self) -> Any:
        """Takes RFC 8259's JSON alone. Raises ValueError, for which FastAPI responds with 400.

        The standard library's parser also takes UTF-16, NaN and lone surrogates, and raises RecursionError for deep
        nesting.
        """
        return from_json(await self.body(), allow_inf_nan=False)


class HeedRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_request(request: Request) -> Response:
            response = add_etag(request, await handle(StrictJSONRequest(request.scope, request.receive)))
            # The session commits after this, so that a response can be stored in the transaction that it reports.
            before_commit = request_state(request).get("before_commit")
            if before_commit is not None:
                before_commit(response)
            return response

        return handle_request
