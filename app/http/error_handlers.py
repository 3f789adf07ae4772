"""The response to each kind of error: a problem document, unless a domain error brings its own."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.db.failure import cause_of, explain, sqlstate_of
from app.errors import INVALID_FIELDS, RETRY_AFTER, DomainError, Forbidden
from app.http.problems import ProblemResponse, problem
from app.http.request_state import request_state
from app.log import log_security, logger


def unavailable(request: Request) -> ProblemResponse:
    """Does not say whether anything was written: where the connection broke at COMMIT, that is unknown."""
    detail = "The database can't be used right now. Try again."
    return problem(request, 503, detail, headers={"Retry-After": RETRY_AFTER})


async def on_domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    if isinstance(error, Forbidden):
        log_security("forbidden", user_id=request_state(request).get("user_id"), method=request.method)
    return error.own_response() or problem(
        request, error.status, error.detail, type=error.type, headers=error.headers, errors=error.field_errors
    )


async def on_http_exception(request: Request, error: Exception) -> ProblemResponse:
    """What the router and FastAPI raise: unknown paths and methods, unreadable and oversized bodies."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(allowed_methods(request)))
    return problem(request, error.status_code, str(error.detail), headers=headers)


def allowed_methods(request: Request) -> set[str]:
    """Every method of the path (RFC 9110 §10.2.1), because the router names only those of the first route there."""
    methods: set[str] = set()
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0].value == 2 for route in request.app.routes):
            methods.add(method)
    return methods | ({"HEAD"} if "GET" in methods else set())


async def on_validation_error(request: Request, error: Exception) -> ProblemResponse:
    """422 that names each field and not its value: FastAPI's own response repeats passwords."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return problem(request, 400, "The body is not valid JSON.")
    errors = [{"pointer": pointer(each["loc"]), "message": each["msg"]} for each in found[:50]]
    return problem(request, 422, INVALID_FIELDS, errors=errors)


def pointer(location: tuple[int | str, ...]) -> str:
    """FieldError's pointer. The caller chose the names of unknown fields, so they are made printable and cut."""
    place, *path = (str(part).encode(errors="replace").decode()[:100] for part in location)
    if place == "body":
        return "#" + "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
    return f"{place}:{'.'.join(path)}"


async def on_database_error(request: Request, error: Exception) -> ProblemResponse:
    """Chooses by SQLSTATE, because pg8000 raises one class for nearly every error of the server.

    https://www.postgresql.org/docs/current/errcodes-appendix.html
    """
    failure = getattr(error, "orig", None) or error
    sqlstate = sqlstate_of(failure)
    logger.warning("database: %s", explain(failure), extra={"cause": cause_of(failure)})
    match sqlstate:
        case "23505" | "23503" | "23P01":
            return problem(request, 409, "This contradicts what is stored by now. Read it again, then retry.")
        case "23502" | "23514":
            sqlstate = "22"  # A column takes no such value, as in class 22.
    match sqlstate[:2]:
        case "22" | "54":  # 54: a program limit, as of a value that takes more stack than the server has.
            return problem(request, 422, "A value is outside what the board stores.", errors=[])
        case "40":
            request_state(request)["transaction_lost"] = True  # For app/http/middleware/retry.py.
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
