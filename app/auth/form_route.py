"""The route class of the token endpoints: one kind of form, and every refusal as OAuth has it (RFC 6749 §5.2)."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from app.auth.errors import NotAvailable, TokenError, TooManyAttempts
from app.auth.newcomers import SignUpRefused
from app.db.request import TransactionRoute
from app.errors import Unavailable
from app.http.forms import form_fields
from app.rate_limits.limits import TooManyRequests
from app.sso.errors import SSORefused

# Bytes of a name or value. Even of four bytes each, and every byte escaped, these are 1,365 characters: more than any
# field may have, so what was cut is still too long, and never another's password.
LONGEST = 16_384


class FormRequest(Request):
    known: frozenset[str] = frozenset()  # The names of the fields that the route reads.

    async def form(self, **_: Any) -> FormData:  # type: ignore[override]  # FastAPI awaits it, and no more.
        """Raises HTTPException as form_fields does, and for a field that is there twice, of which the framework would
        take the last (RFC 6749 §3.2)."""
        fields = form_fields(await self.body(), self.headers.getlist("content-type"), longest=LONGEST)
        form = FormData(list[tuple[str, UploadFile | str]](fields))
        for name in sorted(self.known):
            if len(form.getlist(name)) > 1:
                raise HTTPException(400, f"{name} must be given once.")
        return form


class FormRoute(TransactionRoute):
    def handler_within(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().handler_within()
        forms = [each.field_info.annotation for each in self.dependant.body_params]
        known = frozenset(name for form in forms if form for name in form.model_fields)

        async def handle_form(request: Request) -> Response:
            try:
                form_request = FormRequest(request.scope, request.receive)
                form_request.known = known
                return await handle(form_request)
            except TooManyRequests as error:
                raise TooManyAttempts(error) from None
            except Unavailable as error:
                raise NotAvailable(error) from None
            except (SignUpRefused, SSORefused) as error:
                raise TokenError("invalid_grant", error.detail, keeps_writes=error.keeps_writes) from None
            except HTTPException as error:
                if error.status_code != 400:
                    raise
                raise TokenError("invalid_request", str(error.detail)) from None

        return handle_form
