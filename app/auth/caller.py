"""Who the caller is: the dependencies through which every route learns it, at the price of one indexed read."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from starlette.requests import HTTPConnection

from app.auth import queries
from app.auth.tokens import read_access_token
from app.db.session import DatabaseSession
from app.errors import Forbidden, Unauthorized
from app.http.dependencies import CurrentSettings
from app.models import User


@dataclass(frozen=True, slots=True)
class Caller:
    user: User
    session_id: int


class BearerToken(OAuth2PasswordBearer):
    """The token of the one `Authorization` header, or None without one. What is no Bearer token is refused."""

    async def __call__(self, request: HTTPConnection) -> str | None:
        headers = request.headers.getlist("authorization")
        if not headers:
            return None
        scheme, _, token = headers[0].partition(" ")
        if len(headers) > 1 or scheme.lower() != "bearer" or not token:
            raise Unauthorized("Sign in: send one header, `Authorization: Bearer <access token>`.")
        return token


bearer = BearerToken(tokenUrl="v1/auth/token", refreshUrl="v1/auth/token", auto_error=False)


async def get_visitor(
    request: Request, token: Annotated[str | None, Depends(bearer)], db: DatabaseSession, settings: CurrentSettings
) -> Caller | None:
    """The caller, or None without a token. A token that is not valid is refused even where none is needed."""
    if token is None:
        return None
    claims = read_access_token(token, settings)
    user = queries.get_caller(db, user_id=claims.user_id, session_id=claims.session_id)
    if user is None:
        raise Unauthorized("The access token is not valid, or no longer.")
    request.state.user_id = user.id  # For the log.
    return Caller(user, claims.session_id)


Visitor = Annotated[Caller | None, Depends(get_visitor)]
# The `openapi_extra=` of a route that takes a Visitor: in the contract, one of the ways to call it is without a token.
ALSO_WITHOUT_TOKEN: dict[str, Any] = {"security": [{}]}


async def get_member(visitor: Visitor) -> Caller:
    if visitor is None:
        raise Unauthorized("Sign in: send one header, `Authorization: Bearer <access token>`.")
    return visitor


Member = Annotated[Caller, Depends(get_member)]


async def get_staff(member: Member) -> Caller:
    if not member.user.is_staff:
        raise Forbidden("Only staff may do this.")
    return member


Staff = Annotated[Caller, Depends(get_staff)]
StaffOnly = Depends(get_staff)  # Among a route's `dependencies=`, before those that do something.


async def get_admin(member: Member) -> Caller:
    if member.user.role != "admin":
        raise Forbidden("Only an admin may do this.")
    return member


Admin = Annotated[Caller, Depends(get_admin)]
