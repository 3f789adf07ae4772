"""Accounts over HTTP."""

from fastapi import APIRouter, Request, Response

from app.auth.caller import Admin, Member
from app.auth.passwords import hash_password
from app.auth.rules import change_password
from app.database import DatabaseSession
from app.dependencies import CurrentSettings, link
from app.errors import problems
from app.fields import Cursor, Limit, PathId
from app.json_body import StrictJSONRoute
from app.log import log_security
from app.pagination import decode_cursor, paginate
from app.users import queries
from app.users.models import User
from app.users.schemas import (
    AccountPage,
    AccountRead,
    PasswordChange,
    UserAdminUpdate,
    UserCreate,
    UserRead,
    UserUpdate,
)

router = APIRouter(prefix="/v1/users", tags=["users"], route_class=StrictJSONRoute)


@router.post("", status_code=201, response_model=AccountRead, responses=problems(409))
async def create_user(
    body: UserCreate, request: Request, response: Response, db: DatabaseSession, settings: CurrentSettings
) -> User:
    """Sign up. The first account on an empty board is its admin."""
    password_hash = hash_password(body.password.get_secret_value(), settings)
    user = queries.create_user(db, email=body.email, name=body.name, password_hash=password_hash)
    response.headers["Location"] = link(request, f"/v1/users/{user.id}")
    return user


@router.get("", response_model=AccountPage, responses=problems(400, 401, 403))
async def list_users(
    request: Request, response: Response, db: DatabaseSession, _: Admin, limit: Limit = 20, cursor: Cursor = None
) -> object:
    """The people of the board, in the order in which they came."""
    position = decode_cursor(request, cursor)
    users = queries.list_users(db, after=int(position[0]) if position else 0, limit=limit)
    return paginate(request, response, users, limit, ["id"])


@router.get("/me", response_model=AccountRead, responses=problems(401))
async def get_own_account(caller: Member) -> User:
    return caller.user


@router.patch("/me", response_model=AccountRead, responses=problems(401))
async def update_own_account(body: UserUpdate, caller: Member, db: DatabaseSession) -> User:
    return queries.update_user(db, caller.user.id, name=body.name)


@router.put("/me/password", status_code=204, responses=problems(401, 403))
async def change_own_password(
    body: PasswordChange, caller: Member, db: DatabaseSession, settings: CurrentSettings
) -> None:
    """Needs the current password; ends every other session."""
    current, new = body.current_password.get_secret_value(), body.new_password.get_secret_value()
    change_password(db, settings, caller.user, caller.session_id, current=current, new=new)


@router.get("/{user_id}", response_model=UserRead, responses=problems(404))
async def get_user(user_id: PathId, db: DatabaseSession) -> User:
    """A public profile."""
    return queries.get_user(db, user_id)


@router.patch("/{user_id}", response_model=AccountRead, responses=problems(401, 403, 404, 409))
async def update_user(user_id: PathId, body: UserAdminUpdate, admin: Admin, db: DatabaseSession) -> User:
    """Change a role, or disable an account. The last admin stays one."""
    changes = body.model_dump(exclude_none=True)
    if changes.get("role", "admin") != "admin" or changes.get("status", "active") != "active":
        queries.keep_an_admin(db, user_id)
    user = queries.update_user(db, user_id, **changes)
    log_security("account_changed", user_id=user_id, by=admin.user.id, **changes)
    return user
