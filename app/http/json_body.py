"""Strict JSON bodies (RFC 8259): UTF-8 only, no NaN, no lone surrogates, no endless nesting."""

import itertools
import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic_core import from_json
from starlette.exceptions import HTTPException

from app.http.etag import tag

JSON = re.compile(r"application/([!#$&^_.+\w-]+\+)?json *(;.*)?", re.IGNORECASE | re.ASCII)


MAX_MEMBERS = 100


class StrictJSONRequest(Request):
    async def body(self) -> bytes:
        """Raises HTTPException, which FastAPI hands on from here, for a body that doesn't say that it is JSON."""
        body = await super().body()
        if body and not JSON.fullmatch(self.headers.get("content-type", "").strip()):
            raise HTTPException(415, "Send the body as JSON, with `Content-Type: application/json`.")
        return body

    async def json(self) -> Any:
        """Raises ValueError, which FastAPI answers with 400.

        The standard library's parser also takes UTF-16, NaN and lone surrogates, and stops deep nesting with a
        RecursionError. Of an object with more members than any body has, which is refused for those that are unknown,
        the first are enough to say so: a quarter of a megabyte of faults takes 0.1 s to write.
        """
        body = from_json(await self.body(), allow_inf_nan=False)
        if isinstance(body, dict) and len(body) > MAX_MEMBERS:
            return dict(itertools.islice(body.items(), MAX_MEMBERS))
        return body


class StrictJSONRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            response = tag(request, await handle(StrictJSONRequest(request.scope, request.receive)))
            # The session of the request commits only after this, so an answer is kept in the transaction of its effect.
            before_commit = getattr(request.state, "before_commit", None)
            if before_commit is not None:
                before_commit(response)
            return response

        return handle_strictly
