"""Writing subscriptions."""

from sqlalchemy import Connection, literal, select, true
from sqlalchemy.dialects.postgresql import insert

from app.errors import AccountGone, NotFound
from app.models.posts import posts
from app.models.subscriptions import subscriptions
from app.models.users import User, in_use
from app.posts.visibility import visible_to


def set_subscription(db: Connection, post_id: int, *, user: User, subscribed: bool) -> None:
    """Stores the member's own choice, which no vote, comment or undone merge changes.

    Raises NotFound or AccountGone.
    """
    choice = {"subscribed": subscribed, "chosen": True}
    account = in_use(user.id)
    seen = select(posts.c.id, account.c.id, *map(literal, choice.values())).join(account, true())
    statement = insert(subscriptions).from_select(
        ["post_id", "user_id", *choice], seen.where(posts.c.id == post_id, visible_to(user))
    )
    statement = statement.on_conflict_do_update(
        index_elements=[subscriptions.c.post_id, subscriptions.c.user_id], set_={**choice, "merged_from_id": None}
    )
    stored = statement.returning(subscriptions.c.post_id).cte("stored")
    followed = db.execute(select(stored.c.post_id).select_from(account).outerjoin(stored, true())).one_or_none()
    if followed is None:
        raise AccountGone
    if followed.post_id is None:
        raise NotFound("post")
