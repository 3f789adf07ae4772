"""What the team does with one click: approve, hide, show, lock and unlock a post, hide and show a comment."""

from fastapi import Response

from app.comments.changes import update_comment
from app.comments.queries import find_comment
from app.comments.schemas import CommentUpdate
from app.db.request import DatabaseConnection
from app.http.fields import PathId
from app.pages.request import once
from app.pages.request.forms import TypedForm, version_of
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.request.targets import safe_target
from app.pages.response.addresses import post_path
from app.pages.routes.team.seen import seen
from app.posts.changes import update_post
from app.posts.queries import get_post
from app.posts.schemas import PostUpdate

router = PageRouter(prefix="/team")
TEMPLATE = "team/moderation.html"
YES_OR_NO = {"yes": True, "no": False}


@router.post("/posts/{post_id}")
async def moderate_post(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`visibility`, or `locked`: `yes` or `no`. What was changed since it was looked at is shown first."""
    post = get_post(db, post_id, caller=page.staff())
    path = post_path(post_id, post.title)
    form.shown_by(TEMPLATE, action=f"/team/posts/{post_id}", back=path, theirs=seen(post))
    locked = YES_OR_NO.get(form["locked"])
    body = form.checked(PostUpdate, visibility=form["visibility"] or None, locked=locked)
    attempt = once.claim(page, db, form, "version", "visibility", "locked")
    given = body.model_dump(exclude_none=True)
    language, version = page.settings.language, version_of(form)
    update_post(db, post_id, caller=page.staff(), language=language, version=version, **given)
    return once.answered(db, attempt, page.see_other(safe_target(form["to"]) or path))


@router.post("/comments/{comment_id}")
async def moderate_comment(page: CurrentPage, form: TypedForm, db: DatabaseConnection, comment_id: PathId) -> Response:
    """`hidden`: `yes` or `no`."""
    comment = find_comment(db, comment_id, caller=page.staff())
    theirs = {"content": comment.content, "version": str(comment.version)}
    back = f"/comments/{comment_id}"
    form.shown_by(TEMPLATE, action=f"/team{back}", back=back, theirs=theirs)
    body = form.checked(CommentUpdate, hidden=YES_OR_NO.get(form["hidden"]))
    attempt = once.claim(page, db, form, "version", "hidden")
    given = body.model_dump(exclude_none=True)
    update_comment(db, comment_id, caller=page.staff(), version=version_of(form), **given)
    return once.answered(db, attempt, page.see_other(safe_target(form["to"]) or back))
