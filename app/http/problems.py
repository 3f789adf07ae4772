"""Problem documents (RFC 9457): the response to every error, and what OpenAPI says of it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.request_state import request_state

RFC_9110 = {  # Python has older names before 3.13.
    413: "Content Too Large",
    414: "URI Too Long",
    422: "Unprocessable Content",
}


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
    errors: list[dict[str, str]] | None = None,
) -> ProblemResponse:
    document = {
        "type": type,
        "title": title(status),
        "status": status,
        "detail": detail,
        "request_id": request_state(request)["request_id"],
    }
    if errors is not None:
        document["errors"] = errors
    return ProblemResponse(document, status, headers)


def title(status: int) -> str:
    return RFC_9110.get(status) or HTTPStatus(status).phrase


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: the statuses for which it responds with a problem document."""
    content = {ProblemResponse.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": title(status), "content": content} for status in statuses}
