"""What a list of posts is restricted to, besides what its caller may see."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, bindparam, false, select

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

# How a tag's posts are found. A list is a walk along the tag's own index. A search reads all posts with a rare tag; of
# a common one, which more than FEW posts have, it asks each post with the words. With 2,000 of a million posts the
# first took 40 to 400 ms, by the words, and the second 170 to 730; with 8,400, 65 to 1,540 and 60 to 340.
WALKED, RARE, COMMON = "walked", "rare", "common"
FEW = 3_000


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


TAGGED = select(post_tags.c.post_id.label("id")).where(post_tags.c.tag_id == bindparam("tag_id"))


class Chosen(NamedTuple):
    """Which filters a list has, without their values: one statement serves all lists that chose alike."""

    status: bool
    author: bool
    visibility: bool
    changes: bool
    voted: bool
    tag: str | None  # How its posts are found: WALKED, RARE or COMMON.


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
    tag = None
    if filters.tag is not None:
        values["tag_id"], is_common = find_tag(db, filters.tag, caller, searched=filters.q is not None)
        tag = WALKED if filters.q is None else COMMON if is_common else RARE
    given = {name: value for name, value in values.items() if value is not None}
    return Chosen(status, author, visibility, changes, voted, tag), given


def conditions(chosen: Chosen) -> list[ColumnElement[bool]]:
    """With the parameters that chosen() gives. None for a tag that is WALKED."""
    wanted: list[ColumnElement[bool]] = []
    if chosen.status:
        wanted.append(posts.c.status == bindparam("status"))
    if chosen.author:
        wanted.append(posts.c.author_id == bindparam("author"))
    if chosen.visibility:
        wanted.append(posts.c.visibility == bindparam("visibility"))
    if chosen.tag == RARE:
        wanted.append(restricted_to(TAGGED))
    if chosen.tag == COMMON:
        wanted.append(TAGGED.where(post_tags.c.post_id == posts.c.id).correlate(posts).offset(0).exists())
    if chosen.voted:
        # Looked up one by one: even who votes every day has some hundreds, and a walk through all posts meets few.
        own = select(votes.c.post_id).where(votes.c.user_id == bindparam("voted_by"))
        wanted.append(restricted_to(own))
    return wanted


def find_tag(db: Connection, slug: str, caller: User | None, *, searched: bool) -> tuple[int, bool]:
    """The id of a tag, and for a search whether it is common. Raises Invalid where the caller sees no such tag, or
    Unauthorized."""
    statement = tag_statement(caller is None, bool(caller and caller.is_staff), searched=searched)
    tag = db.execute(statement, {"slug": slug}).one_or_none()
    if tag is None:
        refuse_visitor_of_private(db, caller)
        raise Invalid("query:tag", no_such("tag"))
    return tag.id, tag.is_common


@cache
def tag_statement(visitor: bool, staff: bool, *, searched: bool) -> Select[int, bool]:
    more = select(post_tags.c.post_id).where(post_tags.c.tag_id == tags.c.id).correlate(tags).offset(FEW).exists()
    seen = tag_visible_to(None if visitor else Caller(None, staff))
    is_common = (more if searched else false()).label("is_common")
    return select(tags.c.id, is_common).where(tags.c.slug == bindparam("slug"), seen)
