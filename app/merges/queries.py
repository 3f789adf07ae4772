"""Reading the posts of a merge: what would move, and under lock."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.errors import NotFound
from app.models import Post, Subscription, User, Vote
from app.posts.visibility import visible_to


class LockedPost(NamedTuple):
    id: int
    merged_into_id: int | None
    visibility: str
    version: int


def lock_posts(db: Session, *post_ids: int | None, staff: User) -> dict[int, LockedPost]:
    """Locks the posts that there are, in the order of their ids, so that two merges never deadlock.

    Votes and comments, which lock the one post that they change, wait too. A new subscription doesn't: its foreign key
    asks for FOR KEY SHARE after its row is inserted, and a merge that copies the same row would wait for it.
    """
    columns = Post.id, Post.merged_into_id, Post.visibility, Post.version
    statement = select(*columns).where(Post.id.in_(post_ids), visible_to(staff)).order_by(Post.id)
    return {row.id: LockedPost(*row) for row in db.execute(statement.with_for_update(key_share=True))}


def original_of(db: Session, duplicate_id: int) -> int | None:
    return db.scalar(select(Post.merged_into_id).where(Post.id == duplicate_id))


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


def preview_merge(db: Session, duplicate_id: int, original_id: int, *, staff: User) -> MergePreview:
    """What a merge would move. Whether it is allowed is found when it is done. Raises NotFound for either post."""
    original = aliased(Post)
    new_votes = count_new(Vote, duplicate_id, original_id)
    new_followers = count_new(Subscription, duplicate_id, original_id).where(Subscription.subscribed)
    statement = select(
        original.id.label("original_id"),
        original.title.label("original_title"),
        original.votes_count.label("original_votes"),
        Post.title,
        Post.version,
        Post.votes_count.label("votes"),
        Post.comments_count.label("comments"),
        new_votes.scalar_subquery().label("new_votes"),
        new_followers.scalar_subquery().label("new_followers"),
    )
    statement = statement.select_from(Post).join(original, original.id == original_id)
    found = db.execute(
        statement.where(Post.id == duplicate_id, visible_to(staff), visible_to(staff, original))
    ).one_or_none()
    if found is None:
        raise NotFound("post")
    return MergePreview(**found._mapping)


def count_new(table: type[Vote | Subscription], duplicate_id: int, original_id: int) -> Select[int]:
    """The rows of people who have none at the original."""
    there = aliased(table)
    known = select(there.user_id).where(there.post_id == original_id, there.user_id == table.user_id).exists()
    return select(func.count()).where(table.post_id == duplicate_id, ~known)
