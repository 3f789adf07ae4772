"""A merge: the original is searched for, what would move is looked at, and then it is done, or undone."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import Connection

from app.db.request import DatabaseConnection
from app.http.dependencies import Client, CurrentClient
from app.http.fields import Id, MaybeSearchText, PathId
from app.merges import changes
from app.merges.queries import preview_merge
from app.merges.schemas import MergeInto
from app.models.posts import Post
from app.notifications.queries import count_told
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, id_in, new_key, version_of
from app.pages.request.page import CurrentPage, Page
from app.pages.request.router import PageRouter
from app.pages.response.addresses import post_path
from app.pages.routes.team.seen import seen
from app.posts.filters import Filters
from app.posts.queries import get_post, list_posts
from app.posts.search.queries import similar_posts
from app.rate_limits.limits import limit_searches

router = PageRouter(prefix="/team/posts/{post_id}")
SEARCH, PREVIEW = "team/merge.html", "team/merge_preview.html"
FOUND = 10
NUMBER = re.compile(r"#(\d{1,18})|\S*/posts/(\d{1,18})(?:[/?#]\S*)?")


@router.get("/merge")
async def show_merge(
    page: CurrentPage,
    db: DatabaseConnection,
    client: CurrentClient,
    post_id: PathId,
    q: Annotated[MaybeSearchText | None, Query()] = None,
    into: Annotated[Id | None, Query()] = None,
) -> Response:
    """`q`: words, or the number or address of the original. Without it, what is similar is suggested."""
    staff = page.staff()
    original_id = into or number_in(q or "")
    if original_id is not None:
        typed = {"into": str(original_id), "key": new_key()}
        return page.render(PREVIEW, form=Form(typed), **moves(db, page, post_id, original_id))
    post = get_post(db, post_id, caller=staff)
    found = candidates(db, page, client, post, q or "")
    return page.render(SEARCH, idea=seen(post), q=q or "", found=found)


@router.post("/merge")
async def merge(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    staff = page.staff()
    original_id = id_in(form, "into")
    form.shown_by(PREVIEW, **moves(db, page, post_id, original_id))
    body = form.checked(MergeInto, into=original_id)
    attempt = once.claim(page, db, form, "version", "into")
    changes.merge_post(db, post_id, body.into, staff=staff, version=version_of(form))
    return once.answered(db, attempt, page.see_other(form.values["back"]))


@router.post("/undo-merge")
async def undo_merge(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    post = get_post(db, post_id, caller=page.staff())
    path = post_path(post_id, post.title)
    form.shown_by("team/moderation.html", action=f"/team/posts/{post_id}/undo-merge", back=path, theirs=seen(post))
    attempt = once.claim(page, db, form, "version")
    changes.undo_merge(db, post_id, staff=page.staff(), version=version_of(form))
    return once.answered(db, attempt, page.see_other(path))


def number_in(q: str) -> int | None:
    """Of `#12`, or of an address that was pasted."""
    found = NUMBER.fullmatch(q.strip())
    return int(found[1] or found[2]) if found else None


def moves(db: Connection, page: Page, post_id: int, original_id: int) -> dict[str, Any]:
    staff = page.staff()
    preview = preview_merge(db, post_id, original_id, staff=staff)
    told = count_told(db, post_id, "merges", actor=staff) if page.settings.sends_mail else None
    return {
        "post_id": post_id,
        "preview": preview,
        "told": None if told is None else told.at_once + told.daily,
        "back": post_path(post_id, preview.title),
    }


def candidates(db: Connection, page: Page, client: Client, post: Post, q: str) -> Sequence[Any]:
    """Public posts that are no duplicates, less the post itself."""
    staff, language = page.staff(), page.settings.language
    limit_searches(db, page.settings, caller=staff, address=client.address)
    if not q.strip():
        found: Sequence[Any] = similar_posts(db, post.title, language, caller=staff)
    else:
        filters = Filters(q, visibility="public")
        found = list_posts(db, caller=staff, filters=filters, sort=None, language=language, after=None, limit=FOUND)
    return [each for each in found if each.id != post.id][:FOUND]
