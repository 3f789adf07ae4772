"""The board's tags: what there are, new ones, their names, and which are for the team alone."""

from typing import Any

from fastapi import Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.http.fields import PathSlug
from app.models.tags import Tag
from app.models.users import User
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key, version_of
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.settings.profile import Done
from app.tags import changes
from app.tags.queries import get_tag, list_tags
from app.tags.schemas import TagCreate, TagUpdate

router = PageRouter(prefix="/admin/tags")
LIST, ONE = "admin/tags.html", "admin/tag.html"


@router.get("")
async def show_tags(page: CurrentPage, db: DatabaseConnection, done: Done = "") -> Response:
    tags = listed(db, page.staff())
    return page.render(LIST, form=Form({"key": new_key()}), tags=tags, done=done)


@router.post("")
async def create_tag(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    staff = page.staff()
    form.shown_by(LIST, tags=listed(db, staff))
    body = form.checked(TagCreate, "slug", "name", staff_only=form["staff_only"] == "yes")
    attempt = once.claim(page, db, form, "slug", "name", "staff_only")
    changes.create_tag(db, actor=staff, slug=body.slug, name=body.name, staff_only=body.staff_only)
    return once.answered(db, attempt, page.see_other("/admin/tags?done=1"))


@router.get("/{slug}")
async def show_tag(page: CurrentPage, db: DatabaseConnection, slug: PathSlug) -> Response:
    theirs = seen(get_tag(db, slug, caller=page.staff()))
    return page.render(ONE, form=Form(typed_of(theirs)), theirs=theirs)


@router.post("/{slug}")
async def change_tag(page: CurrentPage, form: TypedForm, db: DatabaseConnection, slug: PathSlug) -> Response:
    """`step`: `delete` takes it from every idea."""
    staff = page.staff()
    theirs = seen(get_tag(db, slug, caller=staff))
    form.shown_by(ONE, theirs=theirs)
    if form["step"] == "delete":
        form.typed = {**typed_of(theirs), **form.typed}
        changes.delete_tag(db, slug, actor=staff, version=version_of(form))
        return page.see_other("/admin/tags?done=1")
    body = form.checked(TagUpdate, "name", staff_only=form["staff_only"] == "yes")
    version = version_of(form)
    changes.update_tag(db, slug, actor=staff, version=version, name=body.name, staff_only=body.staff_only)
    return page.see_other("/admin/tags?done=1")


def listed(db: Connection, staff: User) -> list[dict[str, Any]]:
    return [seen(tag) for tag in list_tags(db, caller=staff)]


def seen(tag: Tag) -> dict[str, Any]:
    return {"slug": tag.slug, "name": tag.name, "staff_only": tag.staff_only, "version": str(tag.version)}


def typed_of(theirs: dict[str, Any]) -> dict[str, str]:
    staff_only = {"staff_only": "yes"} if theirs["staff_only"] else {}
    return {"name": theirs["name"], "version": theirs["version"], **staff_only}
