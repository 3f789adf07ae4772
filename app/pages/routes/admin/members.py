"""The members, for admins: who is here, under which name and role, and who may not come in any more."""

from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import BeforeValidator

from app.db.request import DatabaseConnection
from app.http.fields import MaybeSearchText, PathId
from app.http.pagination import Paging
from app.models.enums import Role
from app.models.users import User
from app.pages.request.forms import Form, TypedForm, version_of
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.board import none_if_empty
from app.pages.routes.settings.profile import Done
from app.users import changes
from app.users.queries import get_account, list_users
from app.users.schemas import AccountStatus, UserAdminUpdate

router = PageRouter(prefix="/admin/members")
TEMPLATE = "admin/member.html"
CHANGEABLE = ("name", "role", "status")
MaybeRole = Annotated[Role | None, BeforeValidator(none_if_empty)]
MaybeAccountStatus = Annotated[AccountStatus | None, BeforeValidator(none_if_empty)]


@router.get("")
async def show_members(
    page: CurrentPage,
    db: DatabaseConnection,
    paging: Paging,
    q: Annotated[MaybeSearchText | None, Query()] = None,
    role: Annotated[MaybeRole, Query()] = None,
    status: Annotated[MaybeAccountStatus, Query()] = None,
) -> Response:
    """`q`: a part of the name or the address."""
    page.admin()
    found = list_users(db, after=paging.last_id(), limit=paging.limit, q=q or None, role=role, status=status)
    shown = paging.page(found, "id")
    return page.render(
        "admin/members.html",
        members=shown["items"],
        around=paging.around(shown),
        filters={"q": q, "role": role, "status": status},
    )


@router.get("/{user_id}")
async def show_member(page: CurrentPage, db: DatabaseConnection, user_id: PathId, done: Done = "") -> Response:
    page.admin()
    theirs = seen(get_account(db, user_id))
    return page.render(TEMPLATE, theirs=theirs, form=Form(typed_of(theirs)), done=done)


@router.post("/{user_id}")
async def change_member(page: CurrentPage, form: TypedForm, db: DatabaseConnection, user_id: PathId) -> Response:
    """One of `name`, `role` and `status`; of two admins at once, the second sees what the first did. Or `sessions`,
    which ends them all."""
    admin = page.admin()
    theirs = seen(get_account(db, user_id))
    sent = [name for name in CHANGEABLE if name in form.typed]
    form.typed = {**typed_of(theirs), "version": "", **form.typed}
    form.shown_by(TEMPLATE, theirs=theirs)
    if form["sessions"] == "none":
        changes.end_sessions_of(db, user_id, admin=admin)
        return page.see_other(f"/admin/members/{user_id}?done=1")
    body = form.checked(UserAdminUpdate, *sent)
    differing = {name: value for name, value in body.model_dump(exclude_none=True).items() if value != theirs[name]}
    if differing:
        changes.change_account(db, user_id, actor=admin, version=version_of(form), **differing)
    # Who gives up being an admin may not see this page again.
    is_over = user_id == admin.id and differing.keys() & {"role", "status"}
    return page.see_other("/" if is_over else f"/admin/members/{user_id}?done=1")


def seen(member: User) -> dict[str, Any]:
    shown = ("id", "name", "email", "email_verified", "role", "status", "created_at")
    return {**{name: getattr(member, name) for name in shown}, "version": str(member.version)}


def typed_of(theirs: dict[str, Any]) -> dict[str, str]:
    return {name: theirs[name] for name in (*CHANGEABLE, "version")}
