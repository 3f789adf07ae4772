"""The route class of the API: each parameter once, strict JSON in, an ETag out, a last step before the commit."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import cached_property
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query
from pydantic_core import from_json
from starlette.exceptions import HTTPException

from app.db.request import TransactionRoute
from app.errors import Invalid
from app.http.etag import add_etag
from app.request_state import request_state

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
        """Takes RFC 8259's JSON alone. Raises HTTPException for anything else.

        The standard library's parser also takes UTF-16, NaN and lone surrogates, and raises RecursionError for deep
        nesting. Of an object with more members than any body has, which is refused for those that are unknown, the
        first are enough to say so: a quarter of a megabyte of faults takes 0.1 s to write.
        """
        content = await self.body()
        try:
            body = from_json(content, allow_inf_nan=False)
        except ValueError:
            raise HTTPException(400, "The body is not valid JSON.") from None
        if isinstance(body, dict) and len(body) > MAX_MEMBERS:
            return dict(itertools.islice(body.items(), MAX_MEMBERS))
        return body


class QueryRoute(TransactionRoute):
    """A route that a list's cursors and links can belong to."""

    @cached_property
    def query_names(self) -> frozenset[str]:
        """The query parameters that the route knows. Each has one value."""
        return frozenset(each.alias for each in get_flat_params(self.dependant) if isinstance(each.field_info, Query))


class HeedRoute(QueryRoute):
    def handler_within(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().handler_within()

        async def handle_request(request: Request) -> Response:
            strict = StrictJSONRequest(request.scope, request.receive)  # Reads the query once for all that ask it.
            if request.scope["query_string"]:
                refuse_repeated(strict, self.query_names)
            response = add_etag(request, await handle(strict))
            # So that a response can be stored in the transaction that it reports.
            before_commit = request_state(request).get("before_commit")
            if before_commit is not None:
                before_commit(response)
            return response

        return handle_request


def refuse_repeated(request: Request, names: frozenset[str]) -> None:
    """Raises Invalid for a parameter that is there twice, of which the framework would take the last."""
    count = Counter(name for name, _ in request.query_params.multi_items() if name in names)
    for name, times in count.items():
        if times > 1:
            raise Invalid(f"query:{name}", "must be given once")


def known_query(request: Request) -> list[tuple[str, str]]:
    """The query without parameters that the route doesn't know, which neither a link nor a cursor takes up."""
    names = request.scope["route"].query_names
    return [(name, value) for name, value in request.query_params.multi_items() if name in names]
