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
    column,
    false,
    func,
    literal_column,
    null,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by

from app.models.post_tags import post_tags
from app.models.posts import GONE, RANK, Post, posts
from app.models.tags import tags
from app.models.users import Member, User, users
from app.models.votes import votes
from app.posts.filters import TAGGED, WALKED, Chosen, conditions
from app.posts.restriction import restricted_to
from app.posts.visibility import Caller, once_visible_to, visible_to
from app.tags.visibility import tag_visible_on_post


class ListedPost(Post):
    """`position`: what the list is ordered by. `gone`: whether the caller may no longer see it."""

    position: Any
    gone: bool


class Sort(NamedTuple):
    """What a list is ordered by, before the id, always descending: a list of posts, and one of what has a tag.

    `parse` makes its value of a cursor's text again. `last`: the value of posts that are gone, whose own would tell
    their votes, comments or age by their place in the list and by its cursor. When a post changed is told by
    `updated_since` anyway.
    """

    order: ColumnElement[Any]
    tagged: ColumnElement[Any]
    parse: Callable[[str], Any]
    last: str | None


SORTS = {
    "trending": Sort(literal_column(RANK, Double), post_tags.c.rank, float, "0::float8"),
    "newest": Sort(posts.c.created_at, post_tags.c.created_at, datetime.fromisoformat, "'epoch'::timestamptz"),
    "votes": Sort(posts.c.votes_count, post_tags.c.votes_count, int, "'-1'::int"),
    "discussed": Sort(posts.c.comments_count, post_tags.c.comments_count, int, "'-1'::int"),
    "updated": Sort(posts.c.updated_at, post_tags.c.updated_at, datetime.fromisoformat, None),
}


def list_statement(
    caller: Caller | None, choice: Chosen, sort: str | None, *, goes_on: bool, q: str | None = None, language: str = ""
) -> Select[*tuple[Any, ...]]:
    """With the parameters of `choice`, `caller_id` unless for a visitor, `limit`, and where it `goes_on`, `after` and
    `after_id`."""
    order, tagged, _, last = SORTS[sort or "trending"]
    seen = visible_to(caller)
    changed = posts.c.updated_at >= bindparam("updated_since")
    listed: ColumnElement[bool] = and_(seen, *conditions(choice))
    # A list of changes tells of duplicates, too; in any other, their originals stand for them.
    listed = and_(changed, listed) if choice.changes else and_(listed, posts.c.merged_into_id.is_(None))
    ctes: list[CTE] = []
    if choice.tag == WALKED:
        # In post_tags stands what its posts are sorted by, too, so no other is met with.
        walked = TAGGED.join(posts, posts.c.id == post_tags.c.post_id)
        if choice.changes:
            walked = walked.where(post_tags.c.updated_at >= bindparam("updated_since"))
        page = first_of(walked, listed, tagged, goes_on=goes_on)
    elif q is None:
        page = first_of(select(posts.c.id), listed, order, goes_on=goes_on)
    else:
        from app.posts.search.queries import search  # 26 M instructions of a cold start, and no use for most lists.

        ctes = search(q, language, listed, seen)
        if sort is None:
            ranked, order = select(column("id", BigInteger)).select_from(text("ranked")), column("score", Double)
            page = first_of(ranked, true(), order, goes_on=goes_on)
        else:
            found: Select[int] = select(column("id", BigInteger)).select_from(text("found"))
            matching = restricted_to(found, in_memory=choice.changes)  # Walked along what changed since.
            page = first_of(select(posts.c.id), matching, order, goes_on=goes_on)
    # Which posts, and then what is shown of them: where many are read to be sorted, that is for a page's few only.
    if choice.changes:
        # Each part by an index of its own, as no index has an order in which posts that are gone come last.
        gone = and_(changed, text(GONE), ~seen, once_visible_to(caller))
        gone_order = order if last is None else literal_column(last, order.type)
        each = union_all(page, first_of(select(posts.c.id), gone, gone_order, goes_on=goes_on)).subquery()
        page = first_of(select(each.c.id), true(), each.c.position, goes_on=False)
    position = literal_column("(SELECT position FROM page WHERE page.id = posts.id)", order.type)
    is_gone = ~seen if choice.changes else false()
    statement = posts_for(caller).add_columns(position.label("position"), is_gone.label("gone"))
    statement = statement.where(text("posts.id = ANY (ARRAY (SELECT id FROM page))"))
    statement = statement.add_cte(*ctes, page.cte("page").prefix_with("MATERIALIZED"))
    return statement.order_by(position.desc(), posts.c.id.desc())


def first_of(
    ids: Select[int], condition: ColumnElement[bool], order: ColumnElement[Any], *, goes_on: bool
) -> Select[int, Any]:
    """The page of these with the `position` of each; with the parameters `limit`, and where it `goes_on`, `after` and
    `after_id`."""
    [post_id] = ids.selected_columns
    page = ids.add_columns(order.label("position")).where(condition)
    if goes_on:
        last_one = bindparam("after", type_=order.type), bindparam("after_id", type_=BigInteger)
        page = page.where(tuple_(order, post_id) < tuple_(*last_one))
    return page.order_by(order.desc(), post_id.desc()).limit(bindparam("limit", type_=Integer))


# Put together once for each kind of list, which takes as long as all else that Heed does for a list. A search is
# not kept, as its words are a part of it.
listing = lru_cache(maxsize=64)(list_statement)


def posts_for(caller: User | Caller | None) -> Select[*tuple[Any, ...]]:
    """Posts with authors, tags, and whether the caller voted, to be read in one statement."""
    has_voted: Any = null()
    if caller is not None:
        has_voted = select(votes.c.post_id).where(votes.c.post_id == posts.c.id, votes.c.user_id == caller.id).exists()
    one_tag = func.json_build_object("slug", tags.c.slug, "name", tags.c.name, "staff_only", tags.c.staff_only)
    tagged = (
        select(func.json_agg(aggregate_order_by(one_tag, tags.c.slug)))
        .select_from(post_tags)
        .join(tags, tags.c.id == post_tags.c.tag_id)
    )
    tagged = tagged.where(post_tags.c.post_id == posts.c.id, tag_visible_on_post(caller))
    shown = func.coalesce(tagged.scalar_subquery(), literal_column("'[]'::json"))
    columns = (
        *Post.columns(posts),
        *Member.columns(users, "author"),
        has_voted.label("has_voted"),
        shown.label("tags"),
    )
    return select(*columns).join(users, users.c.id == posts.c.author_id)
