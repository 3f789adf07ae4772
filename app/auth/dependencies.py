"""The caller of a request: the dependencies with which routes ask for the user, and for what one may do."""

from typing import Annotated, Any

from fastapi import Depends, Request

from app.auth import scopes
from app.auth.credentials import OptionalCaller, TakesKey, signed_in
from app.errors import Forbidden
from app.http.dependencies import settings_of
from app.models.users import User
from app.request_state import request_state
from app.settings.config import Settings

UNVERIFIED = (
    "Verify your e-mail address first: have a code mailed with POST /v1/auth/codes, "
    "and send it to PUT /v1/users/me/email."
)


async def get_caller(user: OptionalCaller) -> User:
    return signed_in(user)


# Whoever it is, whatever the credential is good for: to be asked for only beside one of those below.
Caller = Annotated[User, Depends(get_caller)]


async def get_optional_user(request: Request, user: OptionalCaller, _: TakesKey) -> User | None:
    if user is not None:
        scopes.require_scope_of_method(request)
    return user


OptionalUser = Annotated[User | None, Depends(get_optional_user)]
# The `openapi_extra=` of a route with an OptionalUser: one of its security requirements is none (OpenAPI 3.1 §4.8.10).
TOKEN_IS_OPTIONAL: dict[str, Any] = {"security": [{}]}


async def get_current_user(request: Request, caller: OptionalCaller, _: TakesKey) -> User:
    user = signed_in(caller)
    scopes.require_scope_of_method(request)
    return user


CurrentUser = Annotated[User, Depends(get_current_user)]
MembersOnly = Depends(get_current_user)  # Among a route's `dependencies=`, before those that have an effect.


async def get_own_account(request: Request, caller: OptionalCaller) -> User:
    """The caller, whose own account it is about."""
    user = signed_in(caller)
    scopes.require_full_sign_in(request)
    return user


OwnAccount = Annotated[User, Depends(get_own_account)]


def require_verified(user: User, settings: Settings) -> None:
    if settings.require_verified_email and not (user.email_verified or user.integration):
        raise Forbidden(UNVERIFIED, code="email-unverified")


async def get_verified_user(request: Request, caller: OptionalCaller, _: TakesKey) -> User:
    """The caller, who may add to the board: where the board wants it, only with a verified address."""
    user = await get_current_user(request, caller, None)
    require_verified(user, settings_of(request))
    return user


VerifiedUser = Annotated[User, Depends(get_verified_user)]


async def get_session_id(request: Request, _: OwnAccount) -> int:
    """The login session that the access token belongs to."""
    return request_state(request)["session_id"]


CurrentSessionID = Annotated[int, Depends(get_session_id)]


async def get_staff_user(request: Request, caller: OptionalCaller, _: TakesKey) -> User:
    user = signed_in(caller)
    scopes.require_scope(request, "moderate")
    if not user.is_staff:
        raise Forbidden("Only staff may do this.")
    return user


StaffUser = Annotated[User, Depends(get_staff_user)]
StaffOnly = Depends(get_staff_user)


async def get_admin_user(request: Request, caller: OptionalCaller, _: TakesKey) -> User:
    user = signed_in(caller)
    scopes.require_scope(request, "admin")
    if user.role != "admin":
        raise Forbidden("Only an admin may do this.")
    return user


AdminUser = Annotated[User, Depends(get_admin_user)]
AdminOnly = Depends(get_admin_user)


async def get_own_admin(user: OwnAccount) -> User:
    """An admin who signed in at the board: what gives others access is no scope's."""
    if user.role != "admin":
        raise Forbidden("Only an admin may do this.")
    return user


OwnAdmin = Annotated[User, Depends(get_own_admin)]
OwnAdminOnly = Depends(get_own_admin)
