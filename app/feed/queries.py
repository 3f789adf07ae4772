"""Reading the posts of the feed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.models import Post
from app.models.users import with_member
from app.posts.visibility import visible_to

ENTRIES = 50


def newest_posts(db: Session) -> Sequence[Post]:
    """What a visitor may see, with authors."""
    public = select(Post).where(visible_to(None), Post.merged_into_id.is_(None))
    newest = public.options(with_member(Post.author, innerjoin=True), undefer(Post.edited_at)).order_by(
        Post.created_at.desc(), Post.id.desc()
    )
    return db.scalars(newest.limit(ENTRIES)).all()
