"""The route class of the token endpoints: one kind of form, and every refusal as OAuth has it (RFC 6749 §5.2)."""

import re
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import unquote_plus

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from app.auth.errors import TokenError, TooManyAttempts
from app.rate_limits.limits import TooManyRequests

# Bytes of a name or value. Even of four bytes each, and every byte escaped, these are 1,365 characters: more than any
# field may have, so what was cut is still too long, and never another's password.
LONGEST = 16_384
# In UTF-8, as RFC 6749 has it (appendix B).
FORM = re.compile(r'application/x-www-form-urlencoded *(; *(charset *= *("utf-8"|utf-8) *)?)?', re.IGNORECASE)
MAX_FIELDS = 20  # A grant has three or four, and a client may send a few of its own.


class FormRequest(Request):
    known: frozenset[str] = frozenset()  # The names of the fields that the route reads.

    async def form(self, **_: Any) -> FormData:  # type: ignore[override]  # FastAPI awaits it, and no more.
        """Raises HTTPException for another kind of form, before anything of it is decoded (in a multipart form, each
        field may name a character set, of which some take seconds), for too many fields, and for one that is there
        twice, of which the framework would take the last (RFC 6749 §3.2).

        What is too long to be of use is cut before it is decoded.
        """
        body = await self.body()
        types = self.headers.getlist("content-type")
        if body and not (len(types) == 1 and FORM.fullmatch(types[0].strip())):
            raise HTTPException(400, "Send a form with `Content-Type: application/x-www-form-urlencoded`.")
        fields = body.split(b"&", MAX_FIELDS)
        if len(fields) > MAX_FIELDS:
            raise HTTPException(400, f"A form has at most {MAX_FIELDS} fields here.")
        pairs = (field.partition(b"=") for field in fields if field)
        form = FormData([(decoded(name), decoded(value)) for name, _, value in pairs])
        for name in sorted(self.known):
            if len(form.getlist(name)) > 1:
                raise HTTPException(400, f"{name} must be given once.")
        return form


def decoded(text: bytes) -> str:
    return unquote_plus(text[:LONGEST].decode("latin-1"))


class FormRoute(APIRoute):
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        forms = [each.field_info.annotation for each in self.dependant.body_params]
        known = frozenset(name for form in forms if form for name in form.model_fields)

        async def handle_form(request: Request) -> Response:
            try:
                form_request = FormRequest(request.scope, request.receive)
                form_request.known = known
                return await handle(form_request)
            except TooManyRequests as error:
                raise TooManyAttempts(error) from None
            except HTTPException as error:
                if error.status_code != 400:
                    raise
                raise TokenError("invalid_request", str(error.detail)) from None

        return handle_form
