"""What each kind of error is to its caller. The API answers with a problem document, a page with a page."""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, Protocol

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.db.failure import cause_of, explain, sqlstate_of
from app.errors import INVALID_FIELDS, RETRY_AFTER, DomainError, Forbidden
from app.http.problems import problem
from app.log import log_security, logger
from app.request_state import request_state


class Refusal(NamedTuple):
    """`type` and `errors`: as in app/http/problems.py."""

    status: int
    detail: str
    type: str = "about:blank"
    headers: Mapping[str, str] | None = None
    errors: list[dict[str, str]] | None = None


class Respond(Protocol):
    """How a refusal is said: `problem`, or a page of its own."""

    def __call__(
        self,
        request: Request,
        status: int,
        detail: str,
        *,
        type: str,
        headers: Mapping[str, str] | None,
        errors: list[dict[str, str]] | None,
    ) -> Response: ...


Explain = Callable[[Request, Exception], Refusal | Response]


def unavailable() -> Refusal:
    """Does not say whether anything was written: where the connection broke at COMMIT, that is unknown."""
    detail = "The database can't be used right now. Try again."
    return Refusal(503, detail, headers={"Retry-After": RETRY_AFTER})


def explain_domain_error(request: Request, error: Exception) -> Refusal | Response:
    assert isinstance(error, DomainError)
    if isinstance(error, Forbidden):
        log_security("forbidden", user_id=request_state(request).get("user_id"), method=request.method)
    return error.own_response() or Refusal(error.status, error.detail, error.type, error.headers, error.field_errors)


def explain_http_exception(request: Request, error: Exception) -> Refusal:
    """What the router and FastAPI raise: unknown paths and methods, unreadable and oversized bodies."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(allowed_methods(request)))
    return Refusal(error.status_code, str(error.detail), headers=headers)


def allowed_methods(request: Request) -> set[str]:
    """Every method of the path (RFC 9110 §10.2.1), because the router names only those of the first route there."""
    methods: set[str] = set()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0].value == 2 for route in request.app.router.routes):
            methods.add(method)
    return methods | ({"HEAD"} if "GET" in methods else set())


def explain_validation_error(request: Request, error: Exception) -> Refusal:
    """422 that names each field and not its value: FastAPI's own response repeats passwords."""
    assert isinstance(error, RequestValidationError)
    errors = [{"pointer": pointer(each["loc"]), "message": each["msg"]} for each in error.errors()[:50]]
    return Refusal(422, INVALID_FIELDS, errors=errors)


def pointer(location: tuple[int | str, ...]) -> str:
    """FieldError's pointer. The caller chose the names of unknown fields, so they are made printable and cut."""
    place, *path = (str(part).encode(errors="replace").decode()[:100] for part in location)
    if place == "body":
        return "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    return f"{place}:{'.'.join(path)}"


def explain_database_error(request: Request, error: Exception) -> Refusal:
    """Chooses by SQLSTATE, because pg8000 raises one class for nearly every error of the server.

    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    failure = getattr(error, "orig", None) or error
    sqlstate = sqlstate_of(failure)
    logger.warning("database: %s", explain(failure), extra={"cause": cause_of(failure)})
    match sqlstate:
        case "23505" | "23503" | "23P01":
            return Refusal(409, "This contradicts what is stored by now. Read it again, then retry.")
        case "23502" | "23514":
            sqlstate = "22"  # A column takes no such value, as in class 22.
    match sqlstate[:2]:
        case "22" | "54":  # 54: a program limit, as of a value that takes more stack than the server has.
            return Refusal(422, "A value is outside what the board stores.", errors=[])
        case "40":
            request_state(request)["transaction_lost"] = True  # For app/http/middleware/retry.py.
            return unavailable()
        case "" | "08" | "25" | "28" | "3D" | "53" | "55" | "57" | "58":
            return unavailable()
    raise error


def add_error_handlers(app: FastAPI, respond: Respond = problem) -> None:
    app.add_exception_handler(DomainError, handler(explain_domain_error, respond))
    app.add_exception_handler(HTTPException, handler(explain_http_exception, respond))
    app.add_exception_handler(RequestValidationError, handler(explain_validation_error, respond))
    app.add_exception_handler(DBAPIError, handler(explain_database_error, respond))
    app.add_exception_handler(PoolTimeoutError, handler(explain_database_error, respond))


def handler(explain_error: Explain, respond: Respond) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        refusal = explain_error(request, error)
        if isinstance(refusal, Response):
            return refusal
        status, detail, type_, headers, errors = refusal
        return respond(request, status, detail, type=type_, headers=headers, errors=errors)

    return handle
