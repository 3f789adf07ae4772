"""Comments: written below a post, changed and deleted by their authors and the team."""

from fastapi import Response

from app.comments import changes
from app.comments.queries import find_comment
from app.comments.schemas import CommentCreate, CommentUpdate
from app.db.request import DatabaseConnection
from app.http.dependencies import CurrentClient
from app.http.fields import PathId
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key, version_of
from app.pages.request.page import CurrentPage
from app.pages.request.router import PageRouter
from app.pages.response.addresses import comment_path, post_path
from app.pages.routes.post import COMMENTS
from app.rate_limits.limits import limit_comments

router = PageRouter()
TEMPLATE = "comment.html"


@router.post("/posts/{post_id}/comments")
async def create_comment(
    page: CurrentPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient, post_id: PathId
) -> Response:
    form.shown_by(
        TEMPLATE,
        action=f"/posts/{post_id}/comments",
        back=post_path(post_id, ""),
        draft=f"comment-{post_id}",
        theirs=None,
    )
    author = page.verified_member()
    body = form.checked(CommentCreate, "content", staff_only=form["staff_only"] == "yes")
    attempt = once.claim(page, db, form, "content", "staff_only")
    limit_comments(db, page.settings, author=author, address=client.address)
    comment = changes.create_comment(db, post_id, author=author, **body.model_dump())
    return once.answered(db, attempt, page.see_other(f"/comments/{comment.id}"))


@router.get("/comments/{comment_id}")
async def show_comment(page: CurrentPage, db: DatabaseConnection, comment_id: PathId) -> Response:
    """The page of its post on which it is."""
    comment = find_comment(db, comment_id, caller=page.user)
    return page.see_other(
        comment_path(comment.post_id, comment.title, comment.id, is_first_page=comment.before < COMMENTS)
    )


@router.get("/edit/comments/{comment_id}")
async def show_comment_form(page: CurrentPage, db: DatabaseConnection, comment_id: PathId) -> Response:
    comment = find_comment(db, comment_id, caller=page.member())
    changes.require_changeable(comment.author_id, page.member())
    note = {"staff_only": "yes"} if comment.staff_only else {}
    typed = {"content": comment.content, "version": str(comment.version), "key": new_key(), **note}
    action, back = f"/edit/comments/{comment_id}", post_path(comment.post_id, comment.title)
    return page.render(TEMPLATE, form=Form(typed), action=action, back=back, draft=None, theirs=None)


@router.post("/edit/comments/{comment_id}")
async def update_comment(page: CurrentPage, form: TypedForm, db: DatabaseConnection, comment_id: PathId) -> Response:
    comment = find_comment(db, comment_id, caller=page.member())
    theirs = {"content": comment.content, "version": str(comment.version)}
    back = post_path(comment.post_id, comment.title)
    form.shown_by(TEMPLATE, action=f"/edit/comments/{comment_id}", back=back, draft=None, theirs=theirs)
    body = form.checked(CommentUpdate, "content")
    attempt = once.claim(page, db, form, "version", "content")
    version = version_of(form)
    changes.update_comment(db, comment_id, caller=page.member(), version=version, content=body.content)
    return once.answered(db, attempt, page.see_other(f"/comments/{comment_id}"))


@router.post("/delete/comments/{comment_id}")
async def delete_comment(page: CurrentPage, form: TypedForm, db: DatabaseConnection, comment_id: PathId) -> Response:
    comment = find_comment(db, comment_id, caller=page.member())
    changes.delete_comment(db, comment_id, caller=page.member(), version=version_of(form))
    return page.see_other(post_path(comment.post_id, comment.title))
