"""Writing the changelog: a draft, its ideas, a look at it before it goes out, and when that is."""

import re
from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import Connection

from app.changelog import changes
from app.changelog.queries import get_entry, posts_named
from app.changelog.schemas import EntryCreate
from app.db.request import DatabaseConnection
from app.http.bodies import RequestBody
from app.http.dependencies import base_url, client_address
from app.http.fields import MAX_ID, MaybeSearchText, PathId
from app.idempotency.attempts import Attempt
from app.models.changelog_entries import ChangelogEntry
from app.pages.request import once
from app.pages.request.forms import Form, TypedForm, new_key, version_of
from app.pages.request.page import CurrentPage, Page
from app.pages.request.router import PageRouter
from app.pages.response.addresses import entry_path
from app.posts.filters import Filters
from app.posts.queries import list_posts
from app.rate_limits.limits import limit_searches

router = PageRouter()
TEMPLATE, DELETE = "edit_entry.html", "delete_entry.html"
FOUND = 10  # Ideas that a search offers.
LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)
WHEN = ("draft", "now", "later", "keep")
Named = Annotated[int | None, Query(alias="post", ge=1, le=MAX_ID)]


class Search(RequestBody):
    q: MaybeSearchText = ""


@router.get("/changelog/new")
async def show_new_entry(page: CurrentPage, db: DatabaseConnection, post: Named = None) -> Response:
    """`post`: an idea that is in it."""
    page.staff()
    ids = {f"post-{post}": "yes"} if post else {}
    form = Form({"title": "", "content": "", "when": "draft", "at": "", "key": new_key(), **ids})
    show_again(page, db, form, action="/changelog/new", entry=None)
    return show(page, db, form)


@router.post("/changelog/new")
async def create_entry(page: CurrentPage, form: TypedForm, db: DatabaseConnection) -> Response:
    staff = page.staff()
    show_again(page, db, form, action="/changelog/new", entry=None)
    if is_a_look(form):
        return show(page, db, form)
    body = checked(form)
    attempt = claim(page, db, form)
    entry = changes.create_entry(
        db,
        author=staff,
        title=body.title,
        content=body.content,
        published_at=body.published_at,
        posts=body.posts,
        completes=body.complete,
        board_url=base_url(page.request, page.settings),
    )
    return once.answered(db, attempt, page.see_other(entry_path(entry.id, entry.title)))


@router.get("/edit/changelog/{entry_id}")
async def show_entry_form(page: CurrentPage, db: DatabaseConnection, entry_id: PathId) -> Response:
    entry = get_entry(db, entry_id, caller=page.staff())
    named = {f"post-{post['id']}": "yes" for post in entry.posts or ()}
    at = entry.published_at.strftime("%Y-%m-%dT%H:%M") if entry.published_at else ""
    when = {"draft": "draft", "scheduled": "later"}.get(str(entry.state), "keep")
    typed = {"title": entry.title, "content": entry.content, "version": str(entry.version), "when": when, "at": at}
    typed["key"] = new_key()
    form = Form({**typed, **({"complete": "yes"} if entry.completes else {}), **named})
    show_again(page, db, form, action=f"/edit/changelog/{entry_id}", entry=entry)
    return show(page, db, form)


@router.post("/edit/changelog/{entry_id}")
async def update_entry(page: CurrentPage, form: TypedForm, db: DatabaseConnection, entry_id: PathId) -> Response:
    """Of two who change it at once, the second sees both texts."""
    staff = page.staff()
    entry = get_entry(db, entry_id, caller=staff)
    show_again(page, db, form, action=f"/edit/changelog/{entry_id}", entry=entry)
    if is_a_look(form):
        return show(page, db, form)
    body = checked(form)
    moment = {} if form["when"] == "keep" else {"published_at": body.published_at}
    attempt = claim(page, db, form)
    changed = changes.update_entry(
        db,
        entry_id,
        staff=staff,
        version=version_of(form),
        board_url=base_url(page.request, page.settings),
        title=body.title,
        content=body.content,
        posts=body.posts,
        completes=body.complete,
        **moment,
    )
    return once.answered(db, attempt, page.see_other(entry_path(entry_id, changed.title)))


@router.get("/delete/changelog/{entry_id}")
async def ask_to_delete(page: CurrentPage, db: DatabaseConnection, entry_id: PathId) -> Response:
    entry = get_entry(db, entry_id, caller=page.staff())
    return page.render(DELETE, entry=entry, back=entry_path(entry_id, entry.title))


@router.post("/delete/changelog/{entry_id}")
async def delete_entry(page: CurrentPage, form: TypedForm, db: DatabaseConnection, entry_id: PathId) -> Response:
    changes.delete_entry(db, entry_id, staff=page.staff(), version=version_of(form))
    return page.see_other("/changelog")


def claim(page: Page, db: Connection, form: Form) -> Attempt | None:
    """By all that the form says, the boxes too. Raises Replayed."""
    form.typed["posts"] = " ".join(map(str, post_ids(form)))
    return once.claim(page, db, form, "version", "title", "content", "posts", "complete", "when", "at")


def is_a_look(form: Form) -> bool:
    """Nothing is to be stored yet: a preview, a search for ideas, or what came along while its sender signed in, which
    has lost its other fields on the way."""
    return form["step"] in ("preview", "find") or form["when"] not in WHEN


def show_again(page: Page, db: Connection, form: Form, *, action: str, entry: ChangelogEntry | None) -> None:
    """Where what was sent is refused. What the form shows besides what is typed: its ideas, and what is stored."""
    ids = post_ids(form)
    named = [post._asdict() for post in posts_named(db, ids, caller=page.staff())] if ids else []
    theirs = entry and {"title": entry.title, "content": entry.content, "version": str(entry.version)}
    form.shown_by(TEMPLATE, action=action, state=entry and entry.state, theirs=theirs, named=named, found=[])


def show(page: Page, db: Connection, form: Form) -> Response:
    """With the ideas that a search for more of them finds. Raises InvalidForm, or TooManyRequests."""
    q = form.checked(Search, "q").q
    if q:
        limit_searches(db, page.settings, caller=page.user, address=client_address(page.request))
        filters, language = Filters(q=q), page.settings.language
        posts = list_posts(db, caller=page.user, filters=filters, sort=None, language=language, after=None, limit=FOUND)
        ids = post_ids(form)
        form.values["found"] = [post for post in posts[:FOUND] if post.id not in ids]
    return page.render(TEMPLATE, form=form, **form.values)


def post_ids(form: Form) -> list[int]:
    ids = (name.removeprefix("post-") for name in form.typed if name.startswith("post-"))
    return [int(each) for each in ids if each.isascii() and each.isdigit() and len(each) < 19]


def checked(form: Form) -> EntryCreate:
    """Raises InvalidForm."""
    at = form["at"]
    later = f"{at}:00Z" if LOCAL.fullmatch(at) else at
    moment = {"now": "now", "later": later}.get(form["when"])
    values = {"published_at": moment, "posts": post_ids(form), "complete": form["complete"] == "yes"}
    return form.checked(EntryCreate, "title", "content", **values)
