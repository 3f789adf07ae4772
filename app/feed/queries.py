"""Reading the posts of the feed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.auth.visitors import refuse_visitor_of_private
from app.models import Board, Post
from app.models.users import with_member
from app.posts.visibility import visible_to

ENTRIES = 50


def newest_posts(db: Session) -> tuple[Sequence[Post], str | None]:
    """What a visitor may see, with authors, and the board's name where it has been set. Raises Unauthorized where the
    board is private."""
    public = select(Post, select(Board.name).scalar_subquery()).where(visible_to(None), Post.merged_into_id.is_(None))
    newest = public.options(with_member(Post.author, innerjoin=True), undefer(Post.edited_at)).order_by(
        Post.created_at.desc(), Post.id.desc()
    )
    rows = db.execute(newest.limit(ENTRIES)).all()
    if rows:
        return [post for post, _ in rows], rows[0][1]
    refuse_visitor_of_private(db, None)
    return [], db.scalar(select(Board.name))
