"""What a credential is good for, route by route: `read`, `write`, `moderate`, `admin`, `import`.

A member who signs in at the board has no scopes, and so no limits but those of the role. Everything else that is shown
in a member's place carries some (RFC 6749 §3.3), and each route takes exactly one of them: the dependency with which it
asks for its caller says which. Roles come on top: a scope gives nobody what the role doesn't.
"""

from typing import get_args

from fastapi import Request

from app.db.request import SAFE_METHODS
from app.errors import Forbidden
from app.models.enums import Scope, SessionScope
from app.request_state import request_state

Scopes = frozenset[str]

SCOPES: tuple[Scope, ...] = get_args(Scope)  # `import` is reserved: no route takes it yet.
SESSION_SCOPES: dict[str, Scopes] = {scope: frozenset(scope.split()) for scope in get_args(SessionScope)}


class InsufficientScope(Forbidden):
    """403 that names what is missing (RFC 6750 §3.1)."""

    def __init__(self, detail: str, scope: str | None = None) -> None:
        challenge = 'Bearer error="insufficient_scope"' + (f', scope="{scope}"' if scope else "")
        super().__init__(detail, code="insufficient-scope", headers={"WWW-Authenticate": challenge})


def narrowed(of_session: str | None, of_token: Scopes | None) -> Scopes | None:
    """What a token may do, of a session with these scopes: never more than that. None: everything."""
    if of_session is None:
        return of_token
    scopes = SESSION_SCOPES[of_session]
    return scopes if of_token is None else scopes & of_token


def require_scope(request: Request, scope: Scope) -> None:
    """Asked of a request that has a caller. Raises InsufficientScope."""
    scopes = request_state(request)["scopes"]
    if scopes is not None and scope not in scopes:
        raise InsufficientScope(f"This takes the scope `{scope}`, which the credential was not given.", scope)


def require_scope_of_method(request: Request) -> None:
    """What a member does takes `read` where it changes nothing, and else `write`. Raises InsufficientScope."""
    require_scope(request, "read" if request.method in SAFE_METHODS else "write")


def require_full_sign_in(request: Request) -> None:
    """What belongs to the account itself is no scope's. Raises InsufficientScope."""
    if request_state(request)["scopes"] is not None:
        raise InsufficientScope("This takes a full sign-in at the board: no scope is enough for it.")
