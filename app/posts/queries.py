"""Reading posts: one, and the lists of the board."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Update,
    bindparam,
    select,
)

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models.posts import Post, posts
from app.models.users import User
from app.posts.filters import Filters, chosen
from app.posts.lists import SORTS, ListedPost, list_statement, listing, posts_for
from app.posts.visibility import Caller, kind_of, visible_to


def list_posts(
    db: Connection,
    *,
    caller: User | None,
    filters: Filters,
    sort: str | None,
    language: str,
    after: Sequence[str] | None,
    limit: int,
) -> Sequence[ListedPost]:
    """One post more than `limit`, where there is one; each with its place in the order as `position`.

    `after`: the position and the id of the last post before, as text. Duplicates are not listed, their originals are.
    Without `sort`, a search comes by relevance and everything else by trend.
    With `updated_since` it is a list of changes: duplicates are in it, and posts that are `gone`, whatever the filters.
    Raises Invalid, or Unauthorized for a visitor of a private board.
    """
    choice, values = chosen(db, caller, filters)
    kind = kind_of(caller)
    if filters.q is None:
        sort = sort or "trending"
        statement = listing(kind, choice, sort, goes_on=after is not None)
    else:
        statement = list_statement(kind, choice, sort, goes_on=after is not None, q=filters.q, language=language)
    values |= {"caller_id": caller.id} if caller is not None else {}
    if after is not None:
        parse = SORTS[sort].parse if sort else float
        values |= {"after": parse(after[0]), "after_id": int(after[1])}
    found = ListedPost.all(db.execute(statement, {**values, "limit": limit + 1}))
    if not found:
        refuse_visitor_of_private(db, caller)
    return found


def get_post(db: Connection, post_id: int, *, caller: User | None, along: Update | None = None) -> Post:
    """`along`: what is written on the way, without a round trip of its own. Raises NotFound, or Unauthorized."""
    statement = post_statement(kind_of(caller))
    if along is not None:
        statement = statement.add_cte(along.cte("along"))
    values = {"post_id": post_id, **({} if caller is None else {"caller_id": caller.id})}
    post = Post.one_or_none(db.execute(statement, values))
    if post is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return post


@cache
def post_statement(caller: Caller | None) -> Select[*tuple[Any, ...]]:
    """With the parameters `post_id`, and `caller_id` unless for a visitor."""
    return post_for(bindparam("post_id", type_=BigInteger), caller)


def post_for(post_id: Any, caller: User | Caller | None) -> Select[*tuple[Any, ...]]:
    return posts_for(caller).where(posts.c.id == post_id, visible_to(caller))


def titles_of(db: Connection, post_ids: Collection[int], *, caller: User) -> dict[int, str]:
    """By id, of those that the caller may see."""
    statement = select(posts.c.id, posts.c.title).where(posts.c.id.in_(post_ids), visible_to(caller))
    return {post.id: post.title for post in db.execute(statement)}


def has_duplicates(db: Connection, post_id: int) -> bool:
    """Whether others were merged into the post. A deleted one doesn't count, as its merge can't be undone any more."""
    duplicates = select(posts.c.id).where(posts.c.merged_into_id == post_id, posts.c.deleted_at.is_(None))
    return db.scalar(duplicates.limit(1)) is not None


def posts_of(user_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(*Post.columns(posts))
        .where(posts.c.author_id == user_id, posts.c.deleted_at.is_(None))
        .order_by(posts.c.id)
    )
