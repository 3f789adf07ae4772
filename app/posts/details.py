"""What a post's page shows besides the post itself, read in the statement that reads the post."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.types import TypeDecorator

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Gone, NotFound
from app.models.posts import Post, posts
from app.models.subscriptions import subscriptions
from app.models.users import User
from app.posts.queries import post_for
from app.posts.visibility import Caller, kind_of, once_visible_to, visible_to

LATEST = 20  # Status changes, as their responses may be long; the API lists them all.
ORIGINAL = posts.alias("original")  # Made once: an alias costs a millisecond.


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


class PostInDetail(Post):
    """`followed`: whether the caller follows it, which is null for a visitor. `history`: of its statuses."""

    followed: bool | None
    original_title: str | None
    history: list[dict[str, Any]]
    edited_at: datetime


def get_post_in_detail(db: Connection, post_id: int, *, caller: User | None) -> PostInDetail:
    """As get_post(), with what its page shows besides. Raises NotFound, Gone, or
    Unauthorized.

    The title is null where the caller may not see the original. A status change is a dictionary of `status`,
    `response`, `created_at`, `actor_id` and `actor_name`; the oldest of the latest comes first.
    """
    values = {"post_id": post_id, **({} if caller is None else {"caller_id": caller.id})}
    post = PostInDetail.one_or_none(db.execute(detailed_post(kind_of(caller)), values))
    if post is not None:
        return post
    gone = select(posts.c.id).where(posts.c.id == post_id, posts.c.deleted_at.is_not(None), once_visible_to(caller))
    if db.scalar(gone):
        raise Gone("post")
    refuse_visitor_of_private(db, caller)
    raise NotFound("post")


@cache
def detailed_post(caller: Caller | None) -> Select[*tuple[Any, ...]]:
    """With the parameters of post_for()."""
    return post_for(bindparam("post_id", type_=BigInteger), caller).add_columns(*details(caller))


def details(caller: Caller | None) -> tuple[ColumnElement[Any], ...]:
    followed: Any = null()
    if caller is not None:
        own = select(subscriptions.c.subscribed).where(
            subscriptions.c.post_id == posts.c.id, subscriptions.c.user_id == caller.id
        )
        followed = func.coalesce(own.scalar_subquery(), literal_column("false"))
    title = select(ORIGINAL.c.title).where(ORIGINAL.c.id == posts.c.merged_into_id, visible_to(caller, ORIGINAL))
    return (
        followed.label("followed"),
        title.scalar_subquery().label("original_title"),
        HISTORY.label("history"),
        posts.c.edited_at,
    )
