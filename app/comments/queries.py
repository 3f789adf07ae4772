"""Reading comments."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Row, Select, func, select, true
from sqlalchemy.orm import Session, aliased

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models import Comment, Post, User
from app.models.users import with_member
from app.posts.visibility import visible_to


def list_comments(db: Session, post_id: int, *, caller: User | None, after: int, limit: int) -> Sequence[Comment]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post without comments is a row without one; a post that the caller may not see is no row. The page's comments
    # are found first, as the planner would join the authors of all.
    page = select(Comment).where(Comment.post_id == post_id, Comment.id > after, *noted_for(caller))
    comment = aliased(Comment, page.order_by(Comment.id).limit(limit + 1).subquery())
    statement = select(comment).select_from(Post).outerjoin(comment, true()).where(Post.id == post_id)
    statement = statement.where(visible_to(caller)).options(with_member(comment.author))
    rows: Sequence[Comment | None] = db.scalars(statement.order_by(comment.id)).all()
    if not rows:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return [comment for comment in rows if comment is not None]


def noted_for(caller: User | None, comment: type[Comment] = Comment) -> list[ColumnElement[bool]]:
    """Notes are the team's: for anybody else they have no place among the comments."""
    return [] if caller is not None and caller.is_staff else [~comment.staff_only]


def find_comment(db: Session, comment_id: int, *, caller: User | None) -> Row[Comment, str, int]:
    """`comment`, the `title` of its post, and how many come `before` it there. Raises NotFound where it is deleted, or
    not seen."""
    other = aliased(Comment)
    earlier = (other.post_id == Comment.post_id, other.id < Comment.id, *noted_for(caller, other))
    before = select(func.count()).where(*earlier).scalar_subquery()
    statement = select(Comment, Post.title, before.label("before")).join(Post, Post.id == Comment.post_id)
    statement = statement.where(Comment.id == comment_id, Comment.deleted_at.is_(None), visible_to(caller))
    if caller is None or not caller.is_staff:
        statement = statement.where(~Comment.hidden)
    found = db.execute(statement.options(with_member(Comment.author))).one_or_none()
    if found is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("comment")
    return found


def comments_of(user_id: int) -> Select[Comment]:
    return select(Comment).where(Comment.author_id == user_id, Comment.deleted_at.is_(None)).order_by(Comment.id)
