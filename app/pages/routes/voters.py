"""Who voted for a post, for staff, who vote here for people that asked in another way, and take such votes back."""

from fastapi import Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.http.pagination import PageRequest, Paging
from app.models.users import User
from app.pages.request.forms import Form, TypedForm, id_in
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.response.addresses import post_path
from app.posts.queries import get_post
from app.votes import on_behalf
from app.votes.queries import list_voters
from app.votes.schemas import VoteForAddress, VoterRead

router = PageRouter(prefix="/voters/{post_id}")
TEMPLATE = "voters.html"


@router.get("")
async def show_voters(page: CurrentPage, db: DatabaseConnection, post_id: PathId, paging: Paging) -> Response:
    values = voters_of(db, post_id, page.staff(), paging)
    return page.render(TEMPLATE, form=Form({"email": ""}), **values)


def voters_of(db: Connection, post_id: int, staff: User, paging: PageRequest) -> dict[str, object]:
    post = get_post(db, post_id, caller=staff)
    found = list_voters(db, post_id, caller=staff, after=paging.last_id(), limit=paging.limit)
    shown = paging.page(found, "user_id")
    return {
        "post": post,
        "back": post_path(post_id, post.title),
        "voters": [VoterRead.model_validate(each) for each in shown["items"]],  # A row is only a list to templates.
        "around": paging.around(shown),
    }


@router.post("")
async def cast_vote_for(
    page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId, paging: Paging
) -> Response:
    """`email`: of the person; `tell`: `yes` for a mail to that one."""
    staff = page.staff()
    form.shown_by(TEMPLATE, **voters_of(db, post_id, staff, paging))
    body = form.checked(VoteForAddress, "email", tell=form["tell"] == "yes")
    on_behalf.limit_votes_for_others(db, page.settings, staff)
    on_behalf.cast_vote_for_address(db, page.settings, post_id, body.email, staff=staff, tell=body.tell)
    return page.see_other(f"/voters/{post_id}")


@router.post("/remove")
async def remove_vote_of(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`user_id`: whose vote staff have cast."""
    on_behalf.remove_vote_of(db, page.settings, post_id, id_in(form, "user_id"), staff=page.staff())
    return page.see_other(f"/voters/{post_id}")
