"""The cookies of pages: the session, and the language that a visitor chose.

The session's name has the prefix `__Host-` (RFC 6265bis §4.1.3.2): no other host and no page without TLS can set it.
Browsers take such a cookie over TLS alone, so on a local http address it has another name, and is not `Secure`.
"""

import re

from fastapi import Request, Response

from app.http.dependencies import link
from app.http.request_state import request_state

SESSION = "heed"
LANGUAGE = "language"
MAX_LENGTH = 8_192  # Of all cookies: a longer header is not one that a browser sends to the board.
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def is_secure(request: Request) -> bool:
    return bool(request.scope["scheme"] == "https")


def session_cookie(request: Request) -> str:
    return f"__Host-{SESSION}" if is_secure(request) else SESSION


def read_session(request: Request) -> str | None:
    """The token of the page session, if there is one that could be."""
    token = read_cookie(request, session_cookie(request))
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
    return values[0] if len(values) == 1 else None


def set_session(request: Request, response: Response, token: str, max_age: int) -> None:
    """`max_age`: seconds. The path of a `__Host-` cookie is `/`, wherever the board is below it."""
    response.set_cookie(
        session_cookie(request), token, max_age, path="/", secure=is_secure(request), httponly=True, samesite="lax"
    )


def delete_session(request: Request, response: Response) -> None:
    set_session(request, response, "", 0)


def set_language(request: Request, response: Response, code: str, max_age: int = 31_536_000) -> None:
    path = link(request, "/")
    response.set_cookie(LANGUAGE, code, max_age, path=path, secure=is_secure(request), httponly=True, samesite="lax")


def delete_language(request: Request, response: Response) -> None:
    set_language(request, response, "", 0)
