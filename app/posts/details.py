"""What a post's page shows besides the post itself, read in the statement that reads the post."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, func, literal_column, null, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased, with_expression
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.types import TypeDecorator

from app.models import Post, StatusChange, Subscription, User
from app.posts.visibility import visible_to

LATEST = 50  # Status changes; the API lists them all.


class History(TypeDecorator[list[dict[str, Any]]]):
    """A JSON array of status changes, whose times are those of the columns again."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: object) -> list[dict[str, Any]]:
        return [{**change, "created_at": datetime.fromisoformat(change["created_at"])} for change in value]


def with_page_details(caller: User | None) -> tuple[ORMOption, ...]:
    """The `showing` of get_post(): fills `followed`, `original_title` and `history`.

    The title is null where the caller may not see the original. A status change is a dictionary of `status`,
    `response`, `created_at`, `actor_id` and `actor_name`; the oldest of the latest comes first.
    """
    followed: Any = null()
    if caller is not None:
        own = select(Subscription.subscribed).where(Subscription.post_id == Post.id, Subscription.user_id == caller.id)
        followed = func.coalesce(own.scalar_subquery(), literal_column("false"))
    original = aliased(Post)
    title = select(original.title).where(original.id == Post.merged_into_id, visible_to(caller, original))
    return (
        with_expression(Post.followed, followed),
        with_expression(Post.original_title, title.scalar_subquery()),
        with_expression(Post.history, history()),
    )


def history() -> ColumnElement[list[dict[str, Any]]]:
    latest = select(StatusChange).where(StatusChange.post_id == Post.id).order_by(StatusChange.id.desc()).limit(LATEST)
    change = latest.correlate(Post).subquery()
    one = func.json_build_object(
        *("status", change.c.status, "response", change.c.response, "created_at", change.c.created_at),
        *("actor_id", change.c.actor_id, "actor_name", User.name),
    )
    changes = select(func.json_agg(aggregate_order_by(one, change.c.id)))
    changes = changes.select_from(change).join(User, User.id == change.c.actor_id)
    return type_coerce(func.coalesce(changes.scalar_subquery(), literal_column("'[]'::json")), History)
