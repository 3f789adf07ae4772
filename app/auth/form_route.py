"""The route class of the token endpoints: one kind of form, and every refusal as OAuth has it (RFC 6749 §5.2)."""

import re
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from app.auth.errors import TokenError, TooManyAttempts
from app.rate_limits.limits import TooManyRequests

FORM = re.compile(r'application/x-www-form-urlencoded *(; *charset *= *("utf-8"|utf-8) *)?', re.IGNORECASE)


class FormRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_form(request: Request) -> Response:
            require_form(request)
            try:
                return await handle(request)
            except TooManyRequests as error:
                raise TooManyAttempts(error) from None
            except HTTPException as error:
                if error.status_code != 400:
                    raise
                raise TokenError("invalid_request", str(error.detail)) from None

        return handle_form


def require_form(request: Request) -> None:
    """Raises TokenError for what is not `application/x-www-form-urlencoded` in UTF-8 (RFC 6749 appendix B), before any
    of it is read: a multipart form names the character set of each field, of which some take seconds to decode."""
    types = request.headers.getlist("content-type")
    if len(types) != 1 or not FORM.fullmatch(types[0].strip()):
        raise TokenError("invalid_request", "Send a form with `Content-Type: application/x-www-form-urlencoded`.")
