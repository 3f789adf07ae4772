"""Accounts over HTTP."""

from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse

from app.auth.dependencies import (
    TOKEN_IS_OPTIONAL,
    AdminUser,
    CurrentSessionID,
    CurrentUser,
    OptionalUser,
    OwnAccount,
    StaffUser,
)
from app.auth.schemas import CodeRead
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient, CurrentSettings, set_location
from app.http.etag import ExpectedVersion, set_version
from app.http.fields import PathId, SearchText
from app.http.pagination import Paging
from app.http.problems import problem_responses
from app.http.router import HeedRouter
from app.http.schemas import UserRead
from app.idempotency.dependencies import UnclaimedAttempt, claim
from app.models.enums import Role
from app.models.users import Member, User
from app.users import changes, queries
from app.users.email_change import change_email
from app.users.erasure import erase_account
from app.users.export_file import export_file
from app.users.export_schemas import AccountExport
from app.users.password_reset import reset_password
from app.users.schemas import (
    AccountPage,
    AccountRead,
    AccountStatus,
    EmailChange,
    PasswordChange,
    UserAdminUpdate,
    UserCreate,
    UserUpdate,
)
from app.users.sign_up import limit_sign_ups, sign_up

SIGN_UP_RESPONSES = {202: {"model": CodeRead}, **problem_responses(403, 409, 429)}
router = HeedRouter(prefix="/v1/users", tags=["users"])


@router.post("", status_code=201, response_model=AccountRead, responses=SIGN_UP_RESPONSES)
async def create_user(
    body: UserCreate,
    request: Request,
    response: Response,
    db: DatabaseConnection,
    settings: CurrentSettings,
    client: CurrentClient,
    attempt: UnclaimedAttempt,
) -> User | JSONResponse:
    """Sign up. The first account on an empty board is its admin's.

    Where the board sends mail, any other answer is 202: the account is made when the mailed code comes back, at the
    token endpoint. An address that has an account already gets a code for that one.
    """
    left = limit_sign_ups(db, settings, client)
    response.headers.update(left)
    if attempt is not None:
        claim(request, db, attempt)
    user = sign_up(
        db,
        settings,
        client,
        email=body.email,
        name=body.name,
        password=body.password.get_secret_value(),
        setup_token=body.setup_token,
    )
    if isinstance(user, str):
        return JSONResponse({"code_id": user}, 202, left)
    set_location(request, response, f"/v1/users/{user.id}")
    return user


@router.get("", response_model=AccountPage, responses=problem_responses(400, 401))
async def list_users(
    db: DatabaseConnection,
    _: AdminUser,
    paging: Paging,
    q: Annotated[SearchText | None, Query(description="A part of the name or the e-mail address")] = None,
    role: Annotated[Role | None, Query()] = None,
    status: Annotated[AccountStatus | None, Query()] = None,
) -> object:
    """The people of the board, in the order in which they came."""
    users = queries.list_users(db, after=paging.last_id(), limit=paging.limit, q=q, role=role, status=status)
    return paging.page(users, "id")


@router.get("/me", response_model=AccountRead, responses=problem_responses(401))
async def get_own_account(caller: CurrentUser) -> User:
    return caller


@router.patch("/me", response_model=AccountRead, responses=problem_responses(401))
async def update_own_account(body: UserUpdate, caller: OwnAccount, db: DatabaseConnection) -> User:
    """Only what is sent is changed. A `language` of null is none; a `name` of null is left as it is."""
    given = body.model_dump(exclude_none=True)
    if "language" in body.model_fields_set:
        given["language"] = body.language
    return changes.update_user(db, caller.id, **given)


@router.delete("/me", status_code=204, responses=problem_responses(401, 409))
async def delete_own_account(caller: OwnAccount, db: DatabaseConnection, settings: CurrentSettings) -> None:
    """Erase the account: its posts and comments stay, without a name; its votes are taken back."""
    erase_account(db, settings, caller)


@router.get("/me/export", response_model=AccountExport, responses=problem_responses(401))
async def export_own_account(request: Request, caller: OwnAccount, db: DatabaseConnection) -> Response:
    """Everything that the board knows about the caller."""
    return export_file(request, db, caller)


@router.put("/me/password", status_code=204, responses=problem_responses(401, 409, 429))
async def change_own_password(
    body: PasswordChange,
    caller: OwnAccount,
    session_id: CurrentSessionID,
    db: DatabaseConnection,
    settings: CurrentSettings,
) -> None:
    """Ends every other session. Needs the current password, or a sign-in with a mailed code in the last ten minutes."""
    new = body.new_password.get_secret_value()
    if body.current_password is None:
        reset_password(db, settings, caller, session_id, new=new)
    else:
        changes.change_password(
            db, settings, caller, session_id, current=body.current_password.get_secret_value(), new=new
        )


@router.put("/me/email", response_model=AccountRead, responses=problem_responses(401, 409, 429))
async def change_own_email(
    body: EmailChange,
    caller: OwnAccount,
    session_id: CurrentSessionID,
    db: DatabaseConnection,
    settings: CurrentSettings,
    client: CurrentClient,
) -> User:
    """Verify the account's address, or give it another: the one that the code of POST /v1/auth/codes was mailed to."""
    password = body.current_password.get_secret_value() if body.current_password else None
    proof = {"code_id": body.code_id, "code": body.code}
    return change_email(db, settings, caller, session_id, client, **proof, password=password)


@router.get(
    "/{user_id}", response_model=UserRead, responses=problem_responses(401, 404), openapi_extra=TOKEN_IS_OPTIONAL
)
async def get_user(request: Request, user_id: PathId, db: DatabaseConnection, caller: OptionalUser) -> Member:
    """A public profile."""
    user = queries.get_user(db, user_id, caller=caller)
    set_version(request, user.version)
    return user


@router.patch("/{user_id}", response_model=AccountRead, responses=problem_responses(401, 404, 409, 412))
async def update_user(
    request: Request,
    user_id: PathId,
    body: UserAdminUpdate,
    staff: StaffUser,
    db: DatabaseConnection,
    version: ExpectedVersion,
) -> User:
    """Rename a member; as an admin also change a role, or disable an account. The last admin stays one."""
    given = body.model_dump(exclude_none=True)
    user = changes.change_account(db, user_id, actor=staff, version=version, **given)
    set_version(request, user.version)
    return user


@router.delete("/{user_id}/sessions", status_code=204, responses=problem_responses(401, 404))
async def end_sessions_of_member(user_id: PathId, admin: AdminUser, db: DatabaseConnection) -> None:
    """Sign a member out everywhere."""
    changes.end_sessions_of(db, user_id, admin=admin)
