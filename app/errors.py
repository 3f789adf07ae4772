"""Domain errors that carry a status, and every error's answer: a problem document (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

logger = logging.getLogger("heed")

RFC_9110 = {
    413: "Content Too Large",
    414: "URI Too Long",
    422: "Unprocessable Content",
}  # Python has older names before 3.13.
FAULTY_FIELDS = "Some fields are missing or not as they should be."
RETRY_AFTER = "5"  # Seconds: an Aurora failover or resume takes longer, most else takes less.


class DomainError(Exception):
    """A refusal that the caller can act on. `keeps_writes`: what the request wrote before it stands all the same."""

    status = 500

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        keeps_writes: bool = False,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.keeps_writes = keeps_writes
        self.type = f"urn:problem-type:heed:{code}" if code else "about:blank"
        self.headers = headers

    def response(self, request: Request) -> JSONResponse:
        return problem(request, self.status, self.detail, type=self.type, headers=self.headers)


class Unauthorized(DomainError):
    status = 401

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})  # RFC 6750 §3


class Forbidden(DomainError):
    status = 403


class NotFound(DomainError):
    """`what` was asked for: "post", "comment"."""

    status = 404

    def __init__(self, what: str) -> None:
        super().__init__(no_such(what))


def no_such(what: str) -> str:
    return f"There is no such {what}."


class Conflict(DomainError):
    status = 409


class PreconditionFailed(DomainError):
    """`If-Match` named another version than the current one (RFC 9110 §13.1.1)."""

    status = 412

    def __init__(self, what: str, *, current: int, expected: int) -> None:
        super().__init__(f"The {what} has changed since: it is at version {current}, not {expected}.")


class Invalid(DomainError):
    """What no type could tell about one field; `pointer` as in FieldError."""

    status = 422

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(FAULTY_FIELDS)
        self.errors = [{"pointer": pointer, "message": message}]

    def response(self, request: Request) -> JSONResponse:
        return problem(request, self.status, self.detail, errors=self.errors)


class Unavailable(DomainError):
    status = 503

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers={"Retry-After": RETRY_AFTER})


class FieldError(BaseModel):
    pointer: str = Field(
        description="`#/title` for a body's field (RFC 6901), `query:limit`, `path:post_id` or `header:...` for others",
        examples=["#/title"],
    )
    message: str = Field(examples=["Field required"])


class Problem(BaseModel):
    """The answer to anything that didn't work (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such post."])
    request_id: str
    errors: list[FieldError] | None = Field(None, description="With status 422: what to mend, field by field")


class ProblemResponse(JSONResponse):
    media_type = "application/problem+json"


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    type: str = "about:blank",
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> ProblemResponse:
    body = {
        "type": type,
        "title": title(status),
        "status": status,
        "detail": detail,
        "request_id": request.state.request_id,
        **more,
    }
    return ProblemResponse(body, status, headers)


def title(status: int) -> str:
    return RFC_9110.get(status) or HTTPStatus(status).phrase


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: the statuses that it answers with a problem document."""
    content = {ProblemResponse.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": title(status), "content": content} for status in statuses}
