"""Writing what members choose."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models import NotificationSettings, Post, Subscription, User
from app.models.notification_settings import DEFAULTS
from app.notifications.unsubscribe import Unsubscription


def choose(db: Session, user: User, chosen: dict[str, str]) -> NotificationSettings:
    """The choice after it. What is not named stays as it is."""
    row = insert(NotificationSettings).values(user_id=user.id, **chosen)
    update = row.on_conflict_do_update(
        index_elements=[NotificationSettings.user_id], set_=chosen or {"user_id": row.excluded.user_id}
    )
    statement = update.returning(NotificationSettings).execution_options(populate_existing=True)
    return db.execute(statement).scalar_one()


def unsubscribe(db: Session, wanted: Unsubscription) -> None:
    """Stops the mails that a token names. A second time, or for an account that is gone, it changes nothing."""
    present = select(User.id).where(User.id == wanted.user_id, User.status != "deleted")
    if wanted.post_id is not None:
        never = select(literal(wanted.post_id), present.scalar_subquery(), literal(False), literal(True))
        exists = select(Post.id).where(Post.id == wanted.post_id).exists()
        row = insert(Subscription).from_select(
            ["post_id", "user_id", "subscribed", "chosen"], never.where(exists, present.exists())
        )
        db.execute(
            row.on_conflict_do_update(
                index_elements=[Subscription.post_id, Subscription.user_id],
                set_={"subscribed": False, "chosen": True, "merged_from_id": None},
            )
        )
        return
    daily = list(DEFAULTS) if wanted.what == "digest" else []
    first = {kind: "never" for kind, notify in DEFAULTS.items() if kind == wanted.what or (daily and notify == "daily")}
    later: dict[str, Any] = {kind: case((column(kind) == "daily", "never"), else_=column(kind)) for kind in daily}
    values = select(present.scalar_subquery(), *(literal(each) for each in first.values())).where(present.exists())
    row = insert(NotificationSettings).from_select(["user_id", *first], values)
    db.execute(row.on_conflict_do_update(index_elements=[NotificationSettings.user_id], set_=later or dict(first)))


def column(kind: str) -> ColumnElement[str]:
    named: ColumnElement[str] = NotificationSettings.__table__.c[kind]
    return named
