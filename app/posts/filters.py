"""What a list of posts is restricted to, besides what its caller may see."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, literal_column, select

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Invalid, no_such
from app.models.post_tags import post_tags
from app.models.posts import posts
from app.models.tags import tags
from app.models.users import User
from app.models.votes import votes
from app.posts.restriction import restricted_to
from app.posts.visibility import Caller
from app.tags.visibility import tag_visible_to

COMMON = 10_000  # A tag's posts are kept in memory where they are fewer: see tag_lookup().
RARE_TAG, IN_MEMORY, COMMON_TAG = "rare", "in memory", "common"
# How many posts there are, as the planner knows it. Before the first ANALYZE that is -1.
ESTIMATE = "(SELECT reltuples FROM pg_class WHERE oid = 'posts'::regclass)"


@dataclass(frozen=True, slots=True)
class Filters:
    """`author` and `voted_by`: the id of a member."""

    q: str | None = None
    status: str | None = None
    tag: str | None = None
    author: int | None = None
    visibility: str | None = None  # For staff; anybody else finds only what visible_to() grants.
    updated_since: datetime | None = None
    voted_by: int | None = None


class Chosen(NamedTuple):
    """Which filters a list has, without their values: one statement serves all lists that chose alike."""

    status: bool
    author: bool
    visibility: bool
    changes: bool
    voted: bool
    tag: str | None  # How its posts are looked up: one of tag_lookup().


def chosen(db: Connection, caller: User | None, filters: Filters) -> tuple[Chosen, dict[str, Any]]:
    """And the values, as parameters of the conditions. Raises Invalid, or Unauthorized."""
    values: dict[str, Any] = {
        "status": filters.status,
        "author": filters.author,
        "visibility": filters.visibility,
        "updated_since": filters.updated_since,
        "voted_by": filters.voted_by,
    }
    status, author, visibility, changes, voted = (value is not None for value in values.values())
    lookup = None
    if filters.tag is not None:
        values["tag_id"], lookup = tag_lookup(db, filters.tag, caller)
    given = {name: value for name, value in values.items() if value is not None}
    return Chosen(status, author, visibility, changes, voted, lookup), given


def conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    """With the parameters that chosen() gives."""
    wanted: list[ColumnElement[bool]] = []
    if chosen.status:
        wanted.append(posts.c.status == bindparam("status"))
    if chosen.author:
        wanted.append(posts.c.author_id == bindparam("author"))
    if chosen.visibility:
        wanted.append(posts.c.visibility == bindparam("visibility"))
    if chosen.tag is not None:
        tagged = select(post_tags.c.post_id).where(post_tags.c.tag_id == bindparam("tag_id"))
        if chosen.tag == COMMON_TAG:
            wanted.append(tagged.where(post_tags.c.post_id == posts.c.id).offset(0).exists())
        else:
            wanted.append(restricted_to(tagged, in_memory=chosen.tag == IN_MEMORY))
    if chosen.voted:
        # Looked up one by one: even who votes every day has some hundreds, and a walk through all posts meets few.
        own = select(votes.c.post_id).where(votes.c.user_id == bindparam("voted_by"))
        wanted.append(restricted_to(own))
    return wanted


def tag_lookup(db: Connection, slug: str, caller: User | None) -> tuple[int, str]:
    """The id of a tag, and how its posts are best looked up. Raises Invalid where the caller sees no such tag, or
    Unauthorized.

    A rare tag's posts are read and sorted. A common one is soon met with on the way along the sort's index, where each
    post is looked up; in between, looking up in memory is cheaper. The planner mistakes the one for the other, so it is
    told. Reading k of n posts takes as long as looking up in memory where k² is about n: 3 ms for 1,000 of a million.
    """
    tag = db.execute(tag_statement(caller is None, bool(caller and caller.is_staff)), {"slug": slug}).one_or_none()
    if tag is None:
        refuse_visitor_of_private(db, caller)
        raise Invalid("query:tag", no_such("tag"))
    tag_id, tagged_posts, all_posts = tag
    if tagged_posts >= COMMON:
        return tag_id, COMMON_TAG
    return tag_id, IN_MEMORY if tagged_posts**2 >= all_posts else RARE_TAG


@cache
def tag_statement(visitor: bool, staff: bool) -> Select[int, int, float]:
    some = select(post_tags.c.post_id).where(post_tags.c.tag_id == tags.c.id).limit(COMMON).correlate(tags).subquery()
    count = select(func.count()).select_from(some).scalar_subquery()
    seen = tag_visible_to(None if visitor else Caller(None, staff))
    return select(tags.c.id, count, literal_column(ESTIMATE)).where(tags.c.slug == bindparam("slug"), seen)
