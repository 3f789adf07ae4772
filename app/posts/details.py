"""What a post's page shows besides the post itself, read in the statement that reads the post."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Select, bindparam, func, literal_column, null, select
from sqlalchemy.orm import Session, aliased, undefer, with_expression
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.types import TypeDecorator

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Gone, NotFound
from app.models import Post, Subscription, User
from app.posts.queries import post_for
from app.posts.visibility import Caller, kind_of, once_visible_to, visible_to

LATEST = 50  # Status changes; the API lists them all.
ORIGINAL = aliased(Post)  # Made once: an alias costs a millisecond.


class History(TypeDecorator[list[dict[str, Any]]]):
    """A JSON array of status changes, whose times are those of the columns again."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: object) -> list[dict[str, Any]]:
        return [{**change, "created_at": datetime.fromisoformat(change["created_at"])} for change in value]


# In plain SQL, which costs a request a millisecond less to put together.
CHANGES = """
    coalesce((
        SELECT json_agg(json_build_object(
            'status', change.status, 'response', change.response, 'created_at', change.created_at,
            'actor_id', change.actor_id, 'actor_name', actor.name
        ) ORDER BY change.id)
        FROM (SELECT * FROM status_history WHERE post_id = posts.id ORDER BY id DESC LIMIT {latest}) AS change
        JOIN users AS actor ON actor.id = change.actor_id
    ), '[]')
"""
HISTORY = literal_column(CHANGES.format(latest=LATEST), History())


def get_post_in_detail(db: Session, post_id: int, *, caller: User | None) -> Post:
    """As get_post(), with `followed`, `original_title`, `history` and `edited_at`. Raises NotFound, Gone, or
    Unauthorized.

    The title is null where the caller may not see the original. A status change is a dictionary of `status`,
    `response`, `created_at`, `actor_id` and `actor_name`; the oldest of the latest comes first.
    """
    values = {"post_id": post_id, **({} if caller is None else {"caller_id": caller.id})}
    post = db.scalar(detailed_post(kind_of(caller)), values)
    if post is not None:
        return post
    gone = select(Post.id).where(Post.id == post_id, Post.deleted_at.is_not(None), once_visible_to(caller))
    if db.scalar(gone):
        raise Gone("post")
    refuse_visitor_of_private(db, caller)
    raise NotFound("post")


@cache
def detailed_post(caller: Caller | None) -> Select[Post]:
    """With the parameters of post_for()."""
    return post_for(bindparam("post_id", type_=BigInteger), caller).options(*details(caller))


def details(caller: Caller | None) -> tuple[ORMOption, ...]:
    followed: Any = null()
    if caller is not None:
        own = select(Subscription.subscribed).where(Subscription.post_id == Post.id, Subscription.user_id == caller.id)
        followed = func.coalesce(own.scalar_subquery(), literal_column("false"))
    title = select(ORIGINAL.title).where(ORIGINAL.id == Post.merged_into_id, visible_to(caller, ORIGINAL))
    return (
        with_expression(Post.followed, followed),
        with_expression(Post.original_title, title.scalar_subquery()),
        with_expression(Post.history, HISTORY),
        undefer(Post.edited_at),
    )
