"""The tags of a post, all in one form."""

from fastapi import Response

from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.pages.request.forms import TypedForm
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.routes.team.seen import seen
from app.posts.queries import get_post
from app.posts.tagging import change_tags
from app.tags.queries import list_tags

router = PageRouter(prefix="/team/posts/{post_id}/tags")
FIELD = "tag."  # And the slug: the name of a checkbox, as a field is there once.


@router.get("")
async def show_tags(page: CurrentPage, db: DatabaseConnection, post_id: PathId) -> Response:
    post = get_post(db, post_id, caller=page.staff())
    tags = list_tags(db, caller=page.staff())
    had = [tag["slug"] for tag in post.tags or ()]
    return page.render("team/tags.html", idea=seen(post), tags=tags, had=had, field=FIELD)


@router.post("")
async def set_tags(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`had`: the tags that the form was shown with. Only what differs is changed, so that of two who tag at once
    neither undoes what the other did."""
    staff = page.staff()
    post = get_post(db, post_id, caller=staff)
    there_are = {tag.slug for tag in list_tags(db, caller=staff)}
    chosen = {name.removeprefix(FIELD) for name in form.typed if name.startswith(FIELD)}
    for slug in sorted((chosen ^ set(form["had"].split())) & there_are):
        change_tags(db, post_id, slug, actor=staff, tagged=slug in chosen)
    return page.see_other(seen(post)["path"])
