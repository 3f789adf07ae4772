"""The SQL of an account's export: everything that the board keeps about one member."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth.models import LoginSession
from app.posts.models import Post
from app.users.models import User
from app.votes.models import Vote


def export_account(db: Session, user: User) -> dict[str, Any]:
    """One statement for each table that holds something of the member's; the oldest first."""
    own = {
        "sessions": select(LoginSession).where(LoginSession.user_id == user.id).order_by(LoginSession.id),
        "posts": select(Post).where(Post.author_id == user.id).order_by(Post.id),
        "votes": select(Vote).where(Vote.user_id == user.id).order_by(Vote.created_at, Vote.post_id),
    }
    return {"account": user, **{name: db.scalars(statement).all() for name, statement in own.items()}}
