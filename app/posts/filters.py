"""What a list of posts is restricted to, besides what its caller may see."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import Session

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Invalid, no_such
from app.models import Post, PostTag, Tag, User, Vote
from app.posts.restriction import restricted_to
from app.tags.visibility import tag_visible_to

COMMON = 10_000  # A tag's posts are kept in memory where they are fewer: see tagged().
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


def conditions(db: Session, caller: User | None, filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.status is not None:
        wanted.append(Post.status == filters.status)
    if filters.author is not None:
        wanted.append(Post.author_id == filters.author)
    if filters.visibility is not None:
        wanted.append(Post.visibility == filters.visibility)
    if filters.tag is not None:
        wanted.append(tagged(db, filters.tag, caller, in_memory=filters.updated_since is not None))
    if filters.voted_by is not None:
        # Looked up one by one: even who votes every day has some hundreds, and a walk through all posts meets few.
        own = select(Vote.post_id).where(Vote.user_id == filters.voted_by)
        wanted.append(restricted_to(own, in_memory=filters.updated_since is not None))
    return wanted


def tagged(db: Session, slug: str, caller: User | None, *, in_memory: bool) -> ColumnElement[bool]:
    """The posts that have a tag. Raises Invalid where the caller sees no such tag, or Unauthorized.

    `in_memory`: as for restricted_to().

    A rare tag's posts are read and sorted. A common one is soon met with on the way along the sort's index, where each
    post is looked up; in between, looking up in memory is cheaper. The planner mistakes the one for the other, so it is
    told. Reading k of n posts takes as long as looking up where k² is 6 n: 4 ms for 2,400 of a million.
    """
    some = select(PostTag.post_id).where(PostTag.tag_id == Tag.id).limit(COMMON).correlate(Tag).subquery()
    count = select(func.count()).select_from(some).scalar_subquery()
    statement = select(Tag.id, count, literal_column(ESTIMATE)).where(Tag.slug == slug, tag_visible_to(caller))
    tag = db.execute(statement).one_or_none()
    if tag is None:
        refuse_visitor_of_private(db, caller)
        raise Invalid("query:tag", no_such("tag"))
    tag_id, tagged_posts, all_posts = tag
    posts = select(PostTag.post_id).where(PostTag.tag_id == tag_id)
    if tagged_posts < COMMON:
        return restricted_to(posts, in_memory=in_memory or tagged_posts**2 >= 6 * all_posts)
    return posts.where(PostTag.post_id == Post.id).offset(0).exists()
