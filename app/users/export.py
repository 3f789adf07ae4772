"""The SQL of an account's export: everything that the board keeps about one member."""

from typing import Any

from sqlalchemy import and_, func, literal_column, or_, select
from sqlalchemy.orm import Session

from app.models import Comment, LoginSession, ModerationEntry, Post, StatusChange, Subscription, User, Vote


def export_account(db: Session, user: User) -> dict[str, Any]:
    """What every table has of the member's, the oldest first. It is read in one statement, so it is of one moment."""
    about_it = and_(ModerationEntry.target_type == "user", ModerationEntry.target_id == user.id)
    moderation = select(ModerationEntry).where(or_(ModerationEntry.actor_id == user.id, about_it))
    comments = select(Comment).where(Comment.author_id == user.id, Comment.deleted_at.is_(None))
    subscriptions = select(Subscription).where(Subscription.user_id == user.id)
    own = {
        "sessions": select(LoginSession).where(LoginSession.user_id == user.id).order_by(LoginSession.id),
        "posts": select(Post).where(Post.author_id == user.id, Post.deleted_at.is_(None)).order_by(Post.id),
        "votes": select(Vote).where(Vote.user_id == user.id).order_by(Vote.created_at, Vote.post_id),
        "comments": comments.order_by(Comment.id),
        "subscriptions": subscriptions.order_by(Subscription.created_at, Subscription.post_id),
        "statuses": select(StatusChange).where(StatusChange.actor_id == user.id).order_by(StatusChange.id),
        "moderation": moderation.order_by(ModerationEntry.id),
    }
    lists = [
        select(func.coalesce(func.json_agg(literal_column(name)), literal_column("'[]'::json")))
        .select_from(statement.subquery(name))
        .scalar_subquery()
        .label(name)
        for name, statement in own.items()
    ]
    return {"account": user, **db.execute(select(*lists)).one()._asdict()}
