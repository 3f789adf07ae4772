"""Writing subscriptions."""

from sqlalchemy import literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.errors import NotFound
from app.models import Post, Subscription, User
from app.posts.visibility import visible_to


def set_subscription(db: Session, post_id: int, *, user: User, subscribed: bool) -> None:
    """Stores the member's own choice, which no vote, comment or undone merge changes. Raises NotFound."""
    choice = {"subscribed": subscribed, "chosen": True}
    seen = select(Post.id, literal(user.id), *map(literal, choice.values()))
    statement = insert(Subscription).from_select(
        ["post_id", "user_id", *choice], seen.where(Post.id == post_id, visible_to(user))
    )
    statement = statement.on_conflict_do_update(
        index_elements=[Subscription.post_id, Subscription.user_id], set_={**choice, "merged_from_id": None}
    )
    if db.scalar(statement.returning(Subscription.post_id)) is None:
        raise NotFound("post")
