"""Reading the posts of a merge, under lock."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Post, User
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
