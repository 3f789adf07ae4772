"""Domain errors that carry a status, and every error's answer: a problem document (RFC 9457)."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.log import log_security

logger = logging.getLogger("heed")

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
    status = 404


class Conflict(DomainError):
    status = 409


class PreconditionFailed(DomainError):
    status = 412  # `If-Match` named another version (RFC 9110 §13.1.1).


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
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "request_id": request.state.request_id,
        **more,
    }
    return ProblemResponse(body, status, headers)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: the statuses that it answers with a problem document."""
    content = {ProblemResponse.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": HTTPStatus(status).phrase, "content": content} for status in statuses}


def unavailable(request: Request) -> ProblemResponse:
    """Says nothing of what was changed: where the answer to COMMIT got lost, nobody knows."""
    detail = "The database can't be used right now. Try again."
    return problem(request, 503, detail, headers={"Retry-After": RETRY_AFTER})


async def on_domain_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DomainError)
    if isinstance(error, Forbidden):
        log_security("forbidden", user_id=getattr(request.state, "user_id", None), method=request.method)
    return error.response(request)


async def on_http_exception(request: Request, error: Exception) -> ProblemResponse:
    """What the router and FastAPI refuse on their own: unknown paths and methods, unreadable and oversized bodies."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(allowed_methods(request)))
    return problem(request, error.status_code, str(error.detail), headers=headers)


def allowed_methods(request: Request) -> set[str]:
    """Every method of the path (RFC 9110 §10.2.1); the router names only those of the first route that it found."""
    methods: set[str] = set()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0].value == 2 for route in request.app.routes):
            methods.add(method)
    return methods | ({"HEAD"} if "GET" in methods else set())


async def on_validation_error(request: Request, error: Exception) -> ProblemResponse:
    """422 that names each field and never repeats its value, unlike FastAPI's own, which echoes passwords."""
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(request, 400, "The body is not valid JSON.")
    errors = [{"pointer": pointer(fault["loc"]), "message": fault["msg"]} for fault in faults[:50]]
    return problem(request, 422, FAULTY_FIELDS, errors=errors)


def pointer(location: tuple[int | str, ...]) -> str:
    """Where the fault is. Names come from the caller here (unknown fields), so they are made printable and cut."""
    place, *path = (str(part).encode(errors="replace").decode()[:100] for part in location)
    if place == "body":
        return "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    return f"{place}:{'.'.join(path)}"


async def on_database_error(request: Request, error: Exception) -> ProblemResponse:
    """What PostgreSQL refuses, by SQLSTATE: pg8000 makes one class of all but unique violations.

    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    report = getattr(error, "orig", None)
    fields = report.args[0] if report and report.args and isinstance(report.args[0], dict) else {}
    sqlstate = fields.get("C", "")
    cause = sqlstate or type(report or error).__name__
    logger.warning("database: %s %s %s", cause, fields.get("n", ""), fields.get("M", ""))
    match sqlstate:
        case "23505" | "23503" | "23P01":
            return problem(request, 409, "This contradicts what is stored by now. Read it again, then retry.")
        case "23502" | "23514":
            sqlstate = "22"  # A value that no column takes, as those of class 22.
    match sqlstate[:2]:
        case "22":
            return problem(request, 422, "A value is outside what the board stores.", errors=[])
        case "40":
            request.state.transaction_lost = True  # app/retry.py tries again.
            return unavailable(request)
        case "" | "08" | "25" | "28" | "3D" | "53" | "55" | "57" | "58":
            return unavailable(request)
    raise error


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(DomainError, on_domain_error)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(RequestValidationError, on_validation_error)
    app.add_exception_handler(DBAPIError, on_database_error)
    app.add_exception_handler(PoolTimeoutError, on_database_error)
