"""Reading posts: one, and the lists of the board. Words are searched for in search/."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Double,
    Select,
    Update,
    and_,
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
from sqlalchemy.orm import Session, with_expression

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models import Post, PostTag, Tag, User, Vote
from app.models.posts import RANK
from app.models.users import with_member
from app.posts.filters import Filters, conditions
from app.posts.restriction import restricted_to
from app.posts.search.queries import search
from app.posts.visibility import once_visible_to, visible_to
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


def list_posts(
    db: Session,
    *,
    caller: User | None,
    filters: Filters,
    sort: str | None,
    language: str,
    after: Sequence[str] | None,
    limit: int,
) -> Sequence[Post]:
    """One post more than `limit`, where there is one; each with its place in the order as `position`.

    `after`: the position and the id of the last post before, as text. Duplicates are not listed, their originals are.
    Without `sort`, a search comes by relevance and everything else by trend.
    With `updated_since` it is a list of changes: duplicates are in it, and posts that are `gone`, whatever the filters.
    Raises Invalid, or Unauthorized for a visitor of a private board.
    """
    order, parse, last = SORTS[sort or "trending"]
    seen = visible_to(caller)
    listed: ColumnElement[bool] = and_(seen, *conditions(db, caller, filters))
    gone: ColumnElement[bool] = false()
    if filters.updated_since is None:
        listed = and_(listed, Post.merged_into_id.is_(None))
    else:
        changed = Post.updated_at >= filters.updated_since
        listed, gone = and_(changed, listed), and_(changed, ~seen, once_visible_to(caller))
        if last is not None:
            order = case((seen, order), else_=literal_column(last, order.type))
    ctes: list[CTE] = []
    if filters.q is None:
        page = select(Post.id, order.label("position")).where(or_(listed, gone))
    else:
        ctes = search(filters.q, language, listed, seen)
        if sort is None:
            # What is gone has no score: its place would tell of its words.
            nowhere = select(Post.id, literal(0.0)).where(gone)
            scored = union_all(select(column("id"), column("score", Double)).select_from(text("ranked")), nowhere)
            each = scored.subquery()
            page, order, parse = select(each.c.id, each.c.score.label("position")), each.c.score, float
        else:
            every: Select[int] = select(column("id", BigInteger)).select_from(text("found"))
            matching = restricted_to(every, in_memory=filters.updated_since is not None)
            page = select(Post.id, order.label("position")).where(or_(matching, gone))
    post_id = page.selected_columns.id
    if after is not None:
        page = page.where(tuple_(order, post_id) < tuple_(parse(after[0]), int(after[1])))
    # Which posts, and then what is shown of them: where many are read to be sorted, that is for a page's few only. The
    # page is named, not built in, as SQLAlchemy would copy all of it for each option.
    page = page.order_by(order.desc(), post_id.desc()).limit(limit + 1)
    position = literal_column("(SELECT position FROM page WHERE page.id = posts.id)", order.type)
    is_gone = false() if filters.updated_since is None else ~seen
    statement = posts_for(caller).options(with_expression(Post.position, position), with_expression(Post.gone, is_gone))
    statement = statement.where(text("posts.id = ANY (ARRAY (SELECT id FROM page))"))
    statement = statement.add_cte(*ctes, page.cte("page").prefix_with("MATERIALIZED"))
    posts = db.scalars(statement.order_by(position.desc(), Post.id.desc())).all()
    if not posts:
        refuse_visitor_of_private(db, caller)
    return posts


def get_post(db: Session, post_id: int, *, caller: User | None, along: Update | None = None) -> Post:
    """`along`: what is written on the way, without a round trip of its own. Raises NotFound, or Unauthorized."""
    statement = post_for(post_id, caller)
    post = db.scalar(statement if along is None else statement.add_cte(along.cte("along")))
    if post is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return post


def post_for(post_id: int, caller: User | None) -> Select[Post]:
    return posts_for(caller).where(Post.id == post_id, visible_to(caller))


def posts_for(caller: User | None) -> Select[Post]:
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


def titles_of(db: Session, post_ids: Collection[int], *, caller: User) -> dict[int, str]:
    """By id, of those that the caller may see."""
    statement = select(Post.id, Post.title).where(Post.id.in_(post_ids), visible_to(caller))
    return {post.id: post.title for post in db.execute(statement)}


def has_duplicates(db: Session, post_id: int) -> bool:
    """Whether others were merged into the post. A deleted one doesn't count, as its merge can't be undone any more."""
    duplicates = select(Post.id).where(Post.merged_into_id == post_id, Post.deleted_at.is_(None))
    return db.scalar(duplicates.limit(1)) is not None


def posts_of(user_id: int) -> Select[Post]:
    return select(Post).where(Post.author_id == user_id, Post.deleted_at.is_(None)).order_by(Post.id)
