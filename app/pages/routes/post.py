"""A post: what it asks, what the team answers, who talks about it; and what a member does there with one click."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Response
from sqlalchemy import Connection

from app.comments.queries import list_comments
from app.comments.serializer import serialize
from app.db.request import DatabaseConnection
from app.http.fields import Id, PathId
from app.models.comments import Comment
from app.models.posts import Post
from app.pages.request.forms import TypedForm, new_key
from app.pages.request.page import CurrentPage, Page
from app.pages.request.router import PageRouter
from app.pages.request.targets import safe_target
from app.pages.response.addresses import post_path, slug_of
from app.pages.response.redirects import moved
from app.pages.routes.team.answer import told_of_answer
from app.posts.details import get_post_in_detail
from app.subscriptions.changes import set_subscription
from app.votes.changes import cast_vote, withdraw_vote

router = PageRouter(prefix="/posts/{post_id}")
COMMENTS = 50  # On one page.


@router.get("")
@router.get("/{slug:path}")
async def show_post(
    page: CurrentPage,
    db: DatabaseConnection,
    post_id: PathId,
    slug: str = "",
    first: Annotated[Id, Query(alias="from")] = 1,
) -> Response:
    """`from`: the id of the first comment to show."""
    post = get_post_in_detail(db, post_id, caller=page.user)
    path = post_path(post.id, post.title)
    if slug != slug_of(post.title):
        return moved(page.request, path)
    comments = list_comments(db, post_id, caller=page.user, after=first - 1, limit=COMMENTS)
    return page.render(
        "post.html",
        post=post,
        path=path,
        comments=[serialize(comment, page.user) for comment in comments[:COMMENTS]],
        next=comments[COMMENTS].id if len(comments) > COMMENTS else None,
        is_first=first == 1,
        key=new_key() if page.viewer else "",
        **for_the_team(db, page, post, comments),
        errors={},
    )


def for_the_team(db: Connection, page: Page, post: Post, comments: Sequence[Comment]) -> dict[str, Any]:
    """What the team's side of the page needs. For anybody else it is not there."""
    if page.user is None or not page.user.is_staff:
        return {}
    told = told_of_answer(db, page, post, page.user) if post.merged_into_id is None else None
    return {"told": told, "versions": {comment.id: comment.version for comment in comments}}


@router.post("/vote")
async def vote(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    """`voted`: `yes`, or `no` to take the vote back."""
    if form["voted"] == "no":
        withdraw_vote(db, post_id=post_id, user=page.member())
    else:
        cast_vote(db, post_id=post_id, user=page.verified_member())
    return page.see_other(safe_target(form["to"]) or post_path(post_id, ""))


@router.post("/follow")
async def follow(page: CurrentPage, form: TypedForm, db: DatabaseConnection, post_id: PathId) -> Response:
    set_subscription(db, post_id, user=page.member(), subscribed=form["followed"] != "no")
    return page.see_other(safe_target(form["to"]) or post_path(post_id, ""))
