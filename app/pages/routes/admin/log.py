"""What the team did: the moderation log, with who and what."""

from typing import Annotated

from fastapi import Query, Response
from pydantic import BeforeValidator, StringConstraints

from app.db.request import DatabaseConnection
from app.http.fields import Id
from app.http.pagination import Paging
from app.moderation_log.queries import list_entries
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.response.log_entries import ACTIONS, shown_entry
from app.pages.routes.board import none_if_empty
from app.posts.queries import titles_of
from app.users.queries import list_staff

router = PageRouter()
STAFF = 200  # To choose from. Who else did something is reached from an entry.
MaybeActor = Annotated[Id | None, BeforeValidator(none_if_empty)]
MaybeAction = Annotated[
    Annotated[str, StringConstraints(max_length=50, pattern=r"^[a-z]+\.[a-z_]+$")] | None,
    BeforeValidator(none_if_empty),
]


@router.get("/admin/log")
async def show_log(
    page: CurrentPage,
    db: DatabaseConnection,
    paging: Paging,
    actor: Annotated[MaybeActor, Query()] = None,
    action: Annotated[MaybeAction, Query()] = None,
) -> Response:
    staff = page.staff()
    before = paging.last_id() or None
    found = list_entries(db, caller=staff, before=before, limit=paging.limit, actor=actor, action=action)
    shown = paging.page(found, "id")
    titles = titles_of(db, {each.target_id for each in found if each.target_type == "post"}, caller=staff)
    return page.render(
        "admin/log.html",
        entries=[shown_entry(page.language, each, titles, is_admin=staff.role == "admin") for each in shown["items"]],
        actions=[(name, page.language.gettext(words)) for name, words in ACTIONS.items()],
        staff=list_staff(db, limit=STAFF),
        actor=actor,
        action=action,
        around=paging.around(shown),
    )
