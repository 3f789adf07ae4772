"""The SQL of comments: each change in one statement, together with the post's count and its author's subscription.

The post's row is locked first, as for votes: of two changes on one post the second waits, and counts from what the
first left.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Integer, and_, cast, func, insert, literal, select, true, update
from sqlalchemy.dialects.postgresql import insert as insert_or_ignore
from sqlalchemy.orm import Session, aliased

from app.errors import Conflict, Forbidden, NotFound, PreconditionFailed
from app.models import Comment, Post, Subscription, User
from app.moderation_log.queries import record
from app.posts.visibility import visible_to
from app.users.queries import with_member


def list_comments(db: Session, post_id: int, *, caller: User | None, after: int, limit: int) -> Sequence[Comment]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post without comments is a row without a comment; a post that is not seen is no row. The page's comments are
    # found first, as the planner would join the authors of all.
    page = select(Comment).where(Comment.post_id == post_id, Comment.id > after)
    comment = aliased(Comment, page.order_by(Comment.id).limit(limit + 1).subquery())
    statement = select(comment).select_from(Post).outerjoin(comment, true()).where(Post.id == post_id)
    statement = statement.where(visible_to(caller)).options(with_member(comment.author))
    found: Sequence[Comment | None] = db.scalars(statement.order_by(comment.id)).all()
    if not found:
        raise NotFound("There is no such post.")
    return [comment for comment in found if comment is not None]


def create_comment(db: Session, post_id: int, *, author: User, content: str) -> Comment:
    """The author follows the post from now on, unless that one chose not to. Raises NotFound, or Conflict."""
    takes_comments = and_(~Post.locked, Post.merged_into_id.is_(None)).label("takes_comments")
    seen = select(Post.id, takes_comments).where(Post.id == post_id, visible_to(author))
    post = seen.with_for_update(key_share=True).cte("post")
    written = select(post.c.id, literal(author.id), literal(content)).where(post.c.takes_comments)
    added = insert(Comment).from_select(["post_id", "author_id", "content"], written).returning(Comment).cte("added")
    follower = select(added.c.post_id, added.c.author_id)
    subscribed = insert_or_ignore(Subscription).from_select(["post_id", "user_id"], follower).on_conflict_do_nothing()
    comment = aliased(Comment, added)
    statement = select(post.c.takes_comments, comment).outerjoin(comment, true()).options(with_member(comment.author))
    statement = statement.add_cte(subscribed.cte("subscribed"), counted(added, literal(1)))
    row = db.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such post.")
    if not row[0]:
        raise Conflict("This post takes no comments: it is locked, or merged into another.", code="comments-closed")
    created: Comment = row[1]
    return created


def update_comment(db: Session, comment_id: int, *, caller: User, version: int | None, **changes: Any) -> Comment:
    """Changes the caller's own comment, or anybody's where the caller is staff.

    Raises NotFound, Forbidden, or PreconditionFailed where the comment is no longer at `version`.
    """
    comment = change_comment(db, comment_id, caller, version, changes)
    if "hidden" in changes:
        record(db, caller.id, "comment.hidden" if comment.hidden else "comment.shown", "comment", comment.id)
    if "content" in changes and comment.author_id != caller.id:
        record(db, caller.id, "comment.changed", "comment", comment.id)
    return comment


def delete_comment(db: Session, comment_id: int, *, caller: User, version: int | None) -> None:
    """Takes the text away and leaves the place. Raises as update_comment does."""
    comment = change_comment(db, comment_id, caller, version, {"content": "", "deleted_at": func.now()})
    if comment.author_id != caller.id:
        record(db, caller.id, "comment.deleted", "comment", comment.id)


def change_comment(db: Session, comment_id: int, caller: User, version: int | None, changes: dict[str, Any]) -> Comment:
    found = seen_comment(comment_id, caller)
    allowed = [Comment.id == found.c.id]
    if not caller.is_staff:
        allowed.append(found.c.author_id == caller.id)
    if version is not None:
        allowed.append(found.c.version == version)
    values = {**changes, "version": Comment.version + 1, "updated_at": func.now()}
    changed = update(Comment).where(*allowed).values(values).returning(Comment).cte("changed")
    after = and_(changed.c.deleted_at.is_(None), ~changed.c.hidden)
    step = cast(after, Integer) - select(cast(found.c.counts, Integer)).scalar_subquery()
    comment = aliased(Comment, changed)
    statement = select(found.c.author_id, found.c.version, comment).outerjoin(comment, true())
    statement = statement.options(with_member(comment.author)).add_cte(counted(changed, step))
    # A comment that a merge moved while this waited for its post is not found there; a new look finds it.
    row = db.execute(statement).one_or_none() or db.execute(statement).one_or_none()
    if row is None:
        raise NotFound("There is no such comment.")
    if not caller.is_staff and row[0] != caller.id:
        raise Forbidden("Only its author or staff may change this comment.")
    if row[2] is None:
        raise PreconditionFailed(f"The comment has changed since: it is at version {row[1]}, not {version}.")
    written: Comment = row[2]
    return written


def seen_comment(comment_id: int, caller: User) -> CTE:
    """The comment, as it is once its post is locked. What is deleted is nobody's, what is hidden is staff's."""
    counts = (~Comment.hidden).label("counts")
    found = select(Comment.id, Comment.author_id, Comment.version, counts).select_from(Post)
    found = found.join(Comment, Comment.post_id == Post.id).where(Comment.id == comment_id, visible_to(caller))
    found = found.where(Comment.deleted_at.is_(None))
    if not caller.is_staff:
        found = found.where(~Comment.hidden)
    return found.with_for_update(key_share=True, of=[Post, Comment]).cte("found")


def counted(changed: CTE, step: ColumnElement[int]) -> CTE:
    values = {"comments_count": Post.comments_count + step, "updated_at": func.now()}
    return update(Post).where(Post.id == changed.c.post_id).values(values).cte("counted")
