"""Reading the posts of a merge: what would move, and under lock."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from app.errors import NotFound
from app.models.posts import posts
from app.models.subscriptions import subscriptions
from app.models.users import User
from app.models.votes import votes
from app.posts.visibility import visible_to


class LockedPost(NamedTuple):
    id: int
    merged_into_id: int | None
    visibility: str
    version: int


def lock_posts(db: Connection, *post_ids: int | None, staff: User) -> dict[int, LockedPost]:
    """Locks the posts that there are, in the order of their ids, so that two merges never deadlock.

    Votes and comments, which lock the one post that they change, wait too. A new subscription doesn't: its foreign key
    asks for FOR KEY SHARE after its row is inserted, and a merge that copies the same row would wait for it.
    """
    columns = posts.c.id, posts.c.merged_into_id, posts.c.visibility, posts.c.version
    statement = select(*columns).where(posts.c.id.in_(post_ids), visible_to(staff)).order_by(posts.c.id)
    return {row.id: LockedPost(*row) for row in db.execute(statement.with_for_update(key_share=True))}


def original_of(db: Connection, duplicate_id: int) -> int | None:
    return db.scalar(select(posts.c.merged_into_id).where(posts.c.id == duplicate_id))


@dataclass(frozen=True, slots=True)
class MergePreview:
    """`votes` and `comments` are the duplicate's; `new_votes` and `new_followers` of people whom the original has not
    got yet."""

    original_id: int
    original_title: str
    original_votes: int
    title: str
    version: int
    votes: int
    comments: int
    new_votes: int
    new_followers: int


def preview_merge(db: Connection, duplicate_id: int, original_id: int, *, staff: User) -> MergePreview:
    """What a merge would move. Whether it is allowed is found when it is done. Raises NotFound for either post."""
    original = posts.alias("original")
    new_votes = count_new(votes, duplicate_id, original_id)
    new_followers = count_new(subscriptions, duplicate_id, original_id).where(subscriptions.c.subscribed)
    statement = select(
        original.c.id.label("original_id"),
        original.c.title.label("original_title"),
        original.c.votes_count.label("original_votes"),
        posts.c.title,
        posts.c.version,
        posts.c.votes_count.label("votes"),
        posts.c.comments_count.label("comments"),
        new_votes.scalar_subquery().label("new_votes"),
        new_followers.scalar_subquery().label("new_followers"),
    )
    statement = statement.select_from(posts).join(original, original.c.id == original_id)
    found = db.execute(
        statement.where(posts.c.id == duplicate_id, visible_to(staff), visible_to(staff, original))
    ).one_or_none()
    if found is None:
        raise NotFound("post")
    return MergePreview(**found._mapping)


def count_new(table: Table, duplicate_id: int, original_id: int) -> Select[int]:
    """The rows of people who have none at the original."""
    there = table.alias()
    known = select(there.c.user_id).where(there.c.post_id == original_id, there.c.user_id == table.c.user_id).exists()
    return select(func.count()).where(table.c.post_id == duplicate_id, ~known)
