"""Who asks: the account behind an access token or an API key, at the price of one indexed read."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security import OAuth2PasswordBearer
from fastapi.security.base import SecurityBase
from sqlalchemy import Connection
from starlette.requests import HTTPConnection

from app.auth import scopes
from app.auth.api_keys import ON_BEHALF_OF, PREFIX, hash_of_key
from app.db.request import SAFE_METHODS, connection_of
from app.errors import Forbidden, Unauthorized
from app.http.dependencies import settings_of
from app.models.users import User
from app.request_state import request_state
from app.settings.config import Settings

SIGN_IN = "Sign in: send one header, `Authorization: Bearer <access token>`."
INVALID = "The access token is not valid, or no longer."


class BearerToken(OAuth2PasswordBearer):
    """The access token, or None without an `Authorization` header. Raises Unauthorized for anything else."""

    async def __call__(self, request: HTTPConnection) -> str | None:
        headers = request.headers.getlist("authorization")
        if not headers:
            return None
        scheme, _, token = ", ".join(headers).partition(" ")  # One list (RFC 9110 §5.3), and no token has a comma.
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized(SIGN_IN)
        return token


class APIKey(SecurityBase):
    """For the contract alone: which routes take a key in the place of an access token. Either is read by `bearer`."""

    scheme_name = "APIKey"
    model = HTTPBearerModel(
        bearerFormat="heed_…",
        description="Of a program of the team's, with scopes. With `write` it may act on behalf of a member: "
        "`Heed-On-Behalf-Of: <id or sub>`.",
    )

    async def __call__(self) -> None:
        pass


TakesKey = Annotated[None, Depends(APIKey())]
bearer = BearerToken(tokenUrl="v1/auth/token", refreshUrl="v1/auth/token")


async def get_optional_caller(request: Request, token: Annotated[str | None, Depends(bearer)]) -> User | None:
    """The user, or None without a token. An invalid token is an error on every route that asks, also on public ones.

    Connection and settings are read from the request, and what asks for a user asks here without a dependency between:
    FastAPI solves each anew wherever it is named, with all below it. Five more took a tenth of a vote's instructions.
    """
    db, settings = connection_of(request), settings_of(request)
    given = request.headers.getlist(ON_BEHALF_OF)
    named = ", ".join(given) if given else None
    if token is not None and token.startswith(PREFIX):
        return get_caller_of_key(request, db, settings, token, named)
    if named is not None:
        raise Forbidden("Only an API key acts on behalf of a member.", code="on-behalf-of")
    if token is None:
        return None
    # 37 M instructions of a cold start, which a visitor's has no use for.
    from app.auth import queries
    from app.auth.tokens import read_access_token

    claims = read_access_token(token, settings)
    user = queries.get_caller(db, user_id=claims.user_id, session_id=claims.session_id)
    if user is None:
        raise Unauthorized(INVALID)
    allowed = scopes.narrowed(user.scope, claims.scopes)
    if allowed is not None and user.is_staff:
        raise Unauthorized(INVALID)  # As queries.SIGNED_IN; a token may have less than its session.
    state = request_state(request)
    state["user_id"], state["session_id"], state["scopes"] = user.id, claims.session_id, allowed
    return user


def get_caller_of_key(request: Request, db: Connection, settings: Settings, key: str, named: str | None) -> User:
    """The integration, or the member whom it names. What that takes is loaded by who has a key."""
    from app.auth import integrations

    key_hash = hash_of_key(key)
    if named is not None:
        writes = None if request.method in SAFE_METHODS else f"{request.method} {request.scope['path']}"
        caller = integrations.get_member_for(db, key_hash, named, issuer=settings.sso_issuer, writes=writes)
    else:
        caller = integrations.get_integration(db, key_hash)
    state = request_state(request)
    state["user_id"], state["scopes"] = caller.user.id, caller.scopes
    return caller.user


OptionalCaller = Annotated[User | None, Depends(get_optional_caller)]


def signed_in(user: User | None) -> User:
    """Raises Unauthorized."""
    if user is None:
        raise Unauthorized(SIGN_IN)
    return user
