"""The roadmap: three columns, which the team puts in order."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.pages.request.forms import TypedForm, id_in
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.roadmap.changes import move_post
from app.roadmap.queries import read_roadmap

router = PageRouter(prefix="/roadmap")


@router.get("")
async def show_roadmap(page: CurrentPage, db: DatabaseConnection) -> Response:
    columns = [column._asdict() for column in read_roadmap(db, caller=page.user)]
    return page.render("roadmap.html", columns=columns)


@router.post("/{post_id}")
async def move(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`before` or `after`: the post that it is to stand beside; beside itself, it stays."""
    beside = {name: id_in(form, name) for name in ("before", "after") if name in form.typed}
    move_post(db, post_id, staff=page.staff(), **(beside or {"before": post_id}))
    return page.see_other(f"/roadmap#post-{post_id}")
