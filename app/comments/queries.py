"""Reading comments."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select, true

from app.auth.visitors import refuse_visitor_of_private
from app.errors import NotFound
from app.models.comments import Comment, comments
from app.models.posts import posts
from app.models.users import Member, User, users
from app.posts.visibility import visible_to


def list_comments(db: Connection, post_id: int, *, caller: User | None, after: int, limit: int) -> Sequence[Comment]:
    """The oldest first; one more than `limit`, where there is one. Raises NotFound where the post is not seen."""
    # A post without comments is a row without one; a post that the caller may not see is no row. The page's comments
    # are found first, as the planner would join the authors of all.
    page = select(*Comment.columns(comments)).where(comments.c.post_id == post_id, comments.c.id > after)
    page = page.where(*noted_for(caller)).order_by(comments.c.id).limit(limit + 1)
    comment = page.subquery("comment")
    columns = (*Comment.columns(comment), *Member.columns(users, "author"))
    statement = select(*columns).select_from(posts).outerjoin(comment, true())
    statement = statement.outerjoin(users, users.c.id == comment.c.author_id)
    statement = statement.where(posts.c.id == post_id, visible_to(caller))
    rows = Comment.all(db.execute(statement.order_by(comment.c.id)))
    if not rows:
        refuse_visitor_of_private(db, caller)
        raise NotFound("post")
    return [comment for comment in rows if comment.id is not None]


def noted_for(caller: User | None, comment: FromClause = comments) -> list[ColumnElement[bool]]:
    """Notes are the team's: for anybody else they have no place among the comments."""
    return [] if caller is not None and caller.is_staff else [~comment.c.staff_only]


class FoundComment(Comment):
    """`title`: of its post. `before`: how many comments come before it there."""

    title: str
    before: int


def find_comment(db: Connection, comment_id: int, *, caller: User | None) -> FoundComment:
    """Raises NotFound where it is deleted, or not seen."""
    other = comments.alias("other")
    earlier = (other.c.post_id == comments.c.post_id, other.c.id < comments.c.id, *noted_for(caller, other))
    before = select(func.count()).where(*earlier).scalar_subquery()
    columns = (*Comment.columns(comments), *Member.columns(users, "author"), posts.c.title, before.label("before"))
    statement = select(*columns).join(posts, posts.c.id == comments.c.post_id)
    statement = statement.join(users, users.c.id == comments.c.author_id)
    statement = statement.where(comments.c.id == comment_id, comments.c.deleted_at.is_(None), visible_to(caller))
    if caller is None or not caller.is_staff:
        statement = statement.where(~comments.c.hidden)
    found = FoundComment.one_or_none(db.execute(statement))
    if found is None:
        refuse_visitor_of_private(db, caller)
        raise NotFound("comment")
    return found


def comments_of(user_id: int) -> Select[*tuple[Any, ...]]:
    own = select(comments).where(comments.c.author_id == user_id, comments.c.deleted_at.is_(None))
    return own.order_by(comments.c.id)
