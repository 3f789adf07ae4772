"""Reading the posts of the feed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from app.auth.visitors import board_name_for_visitors
from app.models.board import board
from app.models.posts import Post, posts
from app.models.users import Member, users
from app.posts.visibility import visible_to

ENTRIES = 50


class NewPost(Post):
    """`board`: its name, where it has been set."""

    edited_at: datetime
    board: str | None


def newest_posts(db: Connection) -> tuple[Sequence[NewPost], str | None]:
    """What a visitor may see, with authors, and the board's name where it has been set. Raises Unauthorized where the
    board is private."""
    name = select(board.c.name).scalar_subquery()
    columns = (*NewPost.columns(posts), *Member.columns(users, "author"), name.label("board"))
    public = select(*columns).join(users, users.c.id == posts.c.author_id)
    public = public.where(visible_to(None), posts.c.merged_into_id.is_(None))
    newest = NewPost.all(db.execute(public.order_by(posts.c.created_at.desc(), posts.c.id.desc()).limit(ENTRIES)))
    if newest:
        return newest, newest[0].board
    return [], board_name_for_visitors(db)
