"""Writing a post: a new one, beside those that may ask the same; changing it, and deleting it."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.http.dependencies import Client, CurrentClient
from app.http.fields import MaybeSearchText, PathId
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key, version_of
from app.pages.request.page import CurrentPage, Page
from app.pages.request.router import PageRouter
from app.pages.response.addresses import post_path
from app.posts import changes
from app.posts.changes import require_changeable
from app.posts.queries import get_post
from app.posts.schemas import PostCreate, PostUpdate
from app.posts.search.queries import similar_posts
from app.rate_limits.limits import limit_posts, limit_searches

router = PageRouter()
NEW, EDIT, DELETE = "new_post.html", "edit_post.html", "delete_post.html"


@router.get("/posts/new")
async def show_new_post(
    page: CurrentPage,
    db: DatabaseConnection,
    client: CurrentClient,
    title: Annotated[MaybeSearchText | None, Query()] = None,
) -> Response:
    """With a `title`, as it is typed: has this been asked?"""
    similar = similar_to(page, db, client, title or "")
    typed = {"title": title or "", "content": "", "key": new_key() if page.viewer else ""}
    return page.render(NEW, form=Form(typed), similar=similar, preview=None)


@router.post("/posts/new")
async def create_post(page: CurrentPage, form: TypedForm, db: DatabaseConnection, client: CurrentClient) -> Response:
    """`step`: `preview` to see it first, `post` to post it whatever is similar; otherwise what is similar comes first,
    if anything is."""
    form.shown_by(NEW, similar=[], preview=None)
    body = form.checked(PostCreate, "title", "content")
    if form["step"] == "preview":
        return page.render(NEW, form=form, similar=[], preview=body)
    author = page.verified_member()
    if form["step"] != "post":
        once.replay(page, db, form, "title", "content")  # Sent twice, it would be found to be like itself.
        similar = similar_to(page, db, client, body.title)
        if similar:
            return page.render(NEW, form=form, similar=similar, preview=None)
    attempt = once.claim(page, db, form, "title", "content")
    limit_posts(db, page.settings, author=author, address=client.address)
    post = changes.create_post(
        db,
        author=author,
        title=body.title,
        content=body.content,
        tags=[],
        language=page.settings.language,
        approve_first_posts=page.settings.approve_first_posts,
    )
    return once.answered(db, attempt, page.see_other(post_path(post.id, post.title)))


def similar_to(page: Page, db: Connection, client: Client, title: str) -> object:
    if not title.strip():
        return []
    limit_searches(db, page.settings, caller=page.user, address=client.address)
    return similar_posts(db, title, page.settings.language, caller=page.user)


@router.get("/edit/posts/{post_id}")
async def show_post_form(page: CurrentPage, db: DatabaseConnection, post_id: PathId) -> Response:
    post = get_post(db, post_id, caller=page.member())
    require_changeable(post, page.member())
    typed = {"title": post.title, "content": post.content, "version": str(post.version), "key": new_key()}
    return page.render(EDIT, form=Form(typed), post_id=post_id, back=post_path(post_id, post.title), theirs=None)


@router.post("/edit/posts/{post_id}")
async def update_post(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """Of two who change it at once, the second sees both texts."""
    post = get_post(db, post_id, caller=page.member())
    theirs = {"title": post.title, "content": post.content, "version": str(post.version)}
    form.shown_by(EDIT, post_id=post_id, back=post_path(post_id, post.title), theirs=theirs)
    body = form.checked(PostUpdate, "title", "content")
    attempt = once.claim(page, db, form, "version", "title", "content")
    changes.update_post(
        db,
        post_id,
        caller=page.member(),
        language=page.settings.language,
        version=version_of(form),
        **body.model_dump(exclude_none=True),
    )
    return once.answered(db, attempt, page.see_other(post_path(post_id, body.title or post.title)))


@router.get("/delete/posts/{post_id}")
async def ask_to_delete(page: CurrentPage, db: DatabaseConnection, post_id: PathId) -> Response:
    post = get_post(db, post_id, caller=page.member())
    require_changeable(post, page.member())
    return page.render(DELETE, post=post, back=post_path(post_id, post.title))


@router.post("/delete/posts/{post_id}")
async def delete_post(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    changes.delete_post(db, post_id, caller=page.member(), version=version_of(form))
    return page.see_other("/")
