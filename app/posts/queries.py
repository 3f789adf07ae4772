"""The SQL of posts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, null, select, text, true, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, with_expression
from sqlalchemy.orm.attributes import set_committed_value

from app.errors import Forbidden, NotFound
from app.moderation.queries import record
from app.posts.models import Post
from app.users.models import User
from app.votes.models import Vote

# What each sort is ordered by, descending, the id breaking ties; and how a cursor's text becomes a value again.
SortKey = dict[InstrumentedAttribute[Any], Callable[[str], Any]]
SORTS: dict[str, SortKey] = {
    "newest": {Post.created_at: datetime.fromisoformat, Post.id: int},
    "votes": {Post.votes_count: int, Post.id: int},
}


def list_posts(
    db: Session, *, caller_id: int | None, sort: str, author_id: int | None, after: Sequence[str] | None, limit: int
) -> Sequence[Post]:
    """One post more than `limit`, where there is one. `after`: the sort key of the last post before, as text."""
    key = SORTS[sort]
    statement = posts_for(caller_id).order_by(*(column.desc() for column in key)).limit(limit + 1)
    if author_id is not None:
        statement = statement.where(Post.author_id == author_id)
    if after is not None:
        position = [parse(value) for parse, value in zip(key.values(), after, strict=True)]
        statement = statement.where(tuple_(*key) < tuple_(*position))
    return db.scalars(statement).all()


def get_post(db: Session, post_id: int, *, caller_id: int | None) -> Post:
    post = db.scalar(posts_for(caller_id).where(Post.id == post_id))
    if post is None:
        raise NotFound("There is no such post.")
    return post


def posts_for(caller_id: int | None) -> Select[Post]:
    """Posts with their authors and whether the caller voted, to be read in one statement."""
    has_voted: Any = null()
    if caller_id is not None:
        has_voted = select(Vote.post_id).where(Vote.post_id == Post.id, Vote.user_id == caller_id).exists()
    return select(Post).options(joinedload(Post.author, innerjoin=True), with_expression(Post.has_voted, has_voted))


def create_post(db: Session, *, author: User, title: str, content: str) -> Post:
    """Stores the post together with its author's own vote."""
    statement = text("""
        WITH post AS (
            INSERT INTO posts (author_id, title, content, votes_count) VALUES (:author_id, :title, :content, 1)
            RETURNING *
        ),
        vote AS (INSERT INTO votes (post_id, user_id) SELECT id, author_id FROM post)
        SELECT * FROM post
    """)
    values = {"author_id": author.id, "title": title, "content": content}
    post: Post = db.scalars(select(Post).from_statement(statement), values).one()
    set_committed_value(post, "author", author)
    set_committed_value(post, "has_voted", True)
    return post


def update_post(db: Session, post_id: int, *, caller: User, **changes: str) -> Post:
    """Changes the caller's own post, or anybody's where the caller is staff. Raises NotFound or Forbidden."""
    statement = update(Post).where(Post.id == post_id, may_change(caller)).values(**changes, updated_at=func.now())
    author_id = db.scalar(statement.returning(Post.author_id))
    if author_id is None:
        refuse(db, post_id)
    if author_id != caller.id and changes:
        record(db, caller.id, "post.edited", "post", post_id, fields=sorted(changes))
    return get_post(db, post_id, caller_id=caller.id)


def delete_post(db: Session, post_id: int, *, caller: User) -> None:
    """Deletes with its votes what `update_post` would change. Raises NotFound or Forbidden."""
    statement = delete(Post).where(Post.id == post_id, may_change(caller)).returning(Post.author_id, Post.title)
    deleted = db.execute(statement).one_or_none()
    if deleted is None:
        refuse(db, post_id)
    elif deleted.author_id != caller.id:
        record(db, caller.id, "post.deleted", "post", post_id, title=deleted.title)


def may_change(caller: User) -> ColumnElement[bool]:
    return true() if caller.is_staff else Post.author_id == caller.id


def refuse(db: Session, post_id: int) -> None:
    if db.scalar(select(Post.id).where(Post.id == post_id)) is None:
        raise NotFound("There is no such post.")
    raise Forbidden("Only its author or staff may change this post.")
