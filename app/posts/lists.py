"""The statements of the board's lists, each put together once. Words are searched for in search/."""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    column,
    false,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import with_expression

from app.models import Post, PostTag, Tag, User, Vote
from app.models.posts import RANK
from app.models.users import with_member
from app.posts.filters import Chosen, conditions
from app.posts.restriction import restricted_to
from app.posts.visibility import Caller, once_visible_to, visible_to
from app.tags.visibility import tag_visible_on_post


class Sort(NamedTuple):
    """What a list is ordered by, before the id, always descending.

    `parse` makes its value of a cursor's text again. `last`: the value of posts that are gone, whose own would tell
    their votes, comments or age by their place in the list and by its cursor. When a post changed is told by
    `updated_since` anyway.
    """

    order: ColumnElement[Any]
    parse: Callable[[str], Any]
    last: str | None


SORTS = {
    "trending": Sort(literal_column(RANK), float, "0::float8"),
    "newest": Sort(Post.created_at.expression, datetime.fromisoformat, "'epoch'::timestamptz"),
    "votes": Sort(Post.votes_count.expression, int, "-1"),
    "discussed": Sort(Post.comments_count.expression, int, "-1"),
    "updated": Sort(Post.updated_at.expression, datetime.fromisoformat, None),
}


def list_statement(
    caller: Caller | None, choice: Chosen, sort: str | None, *, goes_on: bool, q: str | None = None, language: str = ""
) -> Select[Post]:
    """With the parameters of `choice`, `caller_id` unless for a visitor, `limit`, and where it `goes_on`, `after` and
    `after_id`."""
    order, _, last = SORTS[sort or "trending"]
    seen = visible_to(caller)
    listed: ColumnElement[bool] = and_(seen, *conditions(choice))
    gone: ColumnElement[bool] = false()
    if not choice.changes:
        listed = and_(listed, Post.merged_into_id.is_(None))
    else:
        changed = Post.updated_at >= bindparam("updated_since")
        listed, gone = and_(changed, listed), and_(changed, ~seen, once_visible_to(caller))
        if last is not None:
            order = case((seen, order), else_=literal_column(last, order.type))
    ctes: list[CTE] = []
    if q is None:
        page = select(Post.id, order.label("position")).where(or_(listed, gone))
    else:
        from app.posts.search.queries import search  # 26 M of a cold start, and no use for most lists.

        ctes = search(q, language, listed, seen)
        if sort is None:
            # What is gone has no score: its place would tell of its words.
            nowhere = select(Post.id, literal(0.0)).where(gone)
            scored = union_all(select(column("id"), column("score", Double)).select_from(text("ranked")), nowhere)
            each = scored.subquery()
            page, order = select(each.c.id, each.c.score.label("position")), each.c.score
        else:
            every: Select[int] = select(column("id", BigInteger)).select_from(text("found"))
            matching = restricted_to(every, in_memory=choice.changes)
            page = select(Post.id, order.label("position")).where(or_(matching, gone))
    post_id = page.selected_columns.id
    if goes_on:
        last_one = bindparam("after", type_=order.type), bindparam("after_id", type_=BigInteger)
        page = page.where(tuple_(order, post_id) < tuple_(*last_one))
    # Which posts, and then what is shown of them: where many are read to be sorted, that is for a page's few only. The
    # page is named, not built in, as SQLAlchemy would copy all of it for each option.
    page = page.order_by(order.desc(), post_id.desc()).limit(bindparam("limit", type_=Integer))
    position = literal_column("(SELECT position FROM page WHERE page.id = posts.id)", order.type)
    is_gone = ~seen if choice.changes else false()
    statement = posts_for(caller).options(with_expression(Post.position, position), with_expression(Post.gone, is_gone))
    statement = statement.where(text("posts.id = ANY (ARRAY (SELECT id FROM page))"))
    statement = statement.add_cte(*ctes, page.cte("page").prefix_with("MATERIALIZED"))
    return statement.order_by(position.desc(), Post.id.desc())


# Put together once for each kind of list, which takes as long as all else that Heed does for a list. A search is
# not kept, as its words are a part of it.
listing = lru_cache(maxsize=64)(list_statement)


def posts_for(caller: User | Caller | None) -> Select[Post]:
    """Posts with authors, tags, and whether the caller voted, to be read in one statement."""
    has_voted: Any = null()
    if caller is not None:
        has_voted = select(Vote.post_id).where(Vote.post_id == Post.id, Vote.user_id == caller.id).exists()
    one = func.json_build_object("slug", Tag.slug, "name", Tag.name, "staff_only", Tag.staff_only)
    tags = (
        select(func.json_agg(aggregate_order_by(one, Tag.slug)))
        .select_from(PostTag)
        .join(Tag, Tag.id == PostTag.tag_id)
    )
    tags = tags.where(PostTag.post_id == Post.id, tag_visible_on_post(caller))
    return select(Post).options(
        with_member(Post.author, innerjoin=True),
        with_expression(Post.has_voted, has_voted),
        with_expression(Post.tags, func.coalesce(tags.scalar_subquery(), literal_column("'[]'::json"))),
    )
