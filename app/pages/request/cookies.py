"""The cookies of pages: the session, the language that a visitor chose, and what a sign-in elsewhere comes back to.

The session's name has the prefix `__Host-` (RFC 6265bis §4.1.3.2): no other host and no page without TLS can set it.
Browsers take such a cookie over TLS alone, so on a local http address it has another name, and is not `Secure`.
"""

import re

from fastapi import Request, Response

from app.http.dependencies import link
from app.request_state import request_state

SESSION = "heed"
ELSEWHERE = "heed-oidc"
LANGUAGE = "language"
MAX_LENGTH = 8_192  # Of all cookies: a longer header is not one that a browser sends to the board.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_secure(request: Request) -> bool:
    return bool(request.scope["scheme"] == "https")


def host_cookie(request: Request, name: str) -> str:
    return f"__Host-{name}" if is_secure(request) else name


def read_session(request: Request) -> str | None:
    """The token of the page session, if there is one that could be."""
    return read_token(request, SESSION)


def read_elsewhere(request: Request) -> str | None:
    """The token to which the sign-ins belong that this browser has begun at a provider (app/oidc/browsers.py)."""
    return read_token(request, ELSEWHERE)


def read_token(request: Request, name: str) -> str | None:
    token = read_cookie(request, host_cookie(request, name))
    return token if token and TOKEN.fullmatch(token) else None


def read_language(request: Request) -> str | None:
    return read_cookie(request, LANGUAGE)


def read_cookie(request: Request, name: str) -> str | None:
    """None also where it is there twice, as one of the two is somebody else's."""
    headers = request_state(request).get("cookies", [])
    if sum(map(len, headers)) > MAX_LENGTH:
        return None
    pairs = (pair.partition("=") for header in headers for pair in header.decode("latin-1").split(";"))
    values = [value.strip() for each, _, value in pairs if each.strip() == name]
    return values.pop() if len(values) == 1 else None


def set_session(request: Request, response: Response, token: str, max_age: int) -> None:
    """`max_age`: seconds."""
    set_token(request, response, SESSION, token, max_age)


def set_elsewhere(request: Request, response: Response, token: str, max_age: int) -> None:
    """`lax`, as the provider sends the browser back with a GET."""
    set_token(request, response, ELSEWHERE, token, max_age)


def set_token(request: Request, response: Response, name: str, token: str, max_age: int) -> None:
    """The path of a `__Host-` cookie is `/`, wherever the board is below it."""
    response.set_cookie(
        host_cookie(request, name), token, max_age, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def delete_session(request: Request, response: Response) -> None:
    set_session(request, response, "", 0)


def set_language(request: Request, response: Response, code: str, max_age: int = 31_536_000) -> None:
    path = link(request, "/")
    response.set_cookie(LANGUAGE, code, max_age, path=path, secure=is_secure(request), httponly=True, samesite="lax")


def delete_language(request: Request, response: Response) -> None:
    set_language(request, response, "", 0)
