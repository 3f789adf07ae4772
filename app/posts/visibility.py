"""Who sees which post: every query that leads to a post, a comment or a history asks here."""

from sqlalchemy import ColumnElement, and_, or_

from app.models import Post, User


def visible_to(caller: User | None) -> ColumnElement[bool]:
    """Staff see all that is not deleted, members also their own that are pending, everybody what is public."""
    if caller and caller.is_staff:
        return Post.deleted_at.is_(None)
    public = Post.visibility == "public"
    if caller:
        public = or_(public, and_(Post.visibility == "pending", Post.author_id == caller.id))
    return and_(Post.deleted_at.is_(None), public)
