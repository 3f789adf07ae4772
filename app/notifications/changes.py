"""Writing what members choose."""

from typing import Any

from sqlalchemy import Connection, case, literal, select
from sqlalchemy.dialects.postgresql import insert

from app.errors import AccountGone
from app.models.notification_settings import DEFAULTS, NotificationSettings, notification_settings
from app.models.posts import posts
from app.models.subscriptions import subscriptions
from app.models.users import User, in_use, users
from app.notifications.unsubscribe import Unsubscription


def choose(db: Connection, user: User, chosen: dict[str, str]) -> NotificationSettings:
    """The choice after it. What is not named stays as it is. Raises AccountGone."""
    values = select(in_use(user.id).c.id, *map(literal, chosen.values()))
    row = insert(notification_settings).from_select(["user_id", *chosen], values)
    update = row.on_conflict_do_update(
        index_elements=[notification_settings.c.user_id], set_=chosen or {"user_id": row.excluded.user_id}
    )
    settings = update.returning(*NotificationSettings.columns(notification_settings))
    stored = NotificationSettings.one_or_none(db.execute(settings))
    if stored is None:
        raise AccountGone
    return stored


def unsubscribe(db: Connection, wanted: Unsubscription) -> None:
    """Stops the mails that a token names. A second time, or for an account that is gone, it changes nothing."""
    account = select(users.c.id).where(users.c.id == wanted.user_id, users.c.status != "deleted")
    present = account.with_for_update(read=True, key_share=True).cte("present")
    if wanted.post_id is not None:
        never = select(literal(wanted.post_id), present.c.id, literal(False), literal(True))
        exists = select(posts.c.id).where(posts.c.id == wanted.post_id).exists()
        row = insert(subscriptions).from_select(["post_id", "user_id", "subscribed", "chosen"], never.where(exists))
        db.execute(
            row.on_conflict_do_update(
                index_elements=[subscriptions.c.post_id, subscriptions.c.user_id],
                set_={"subscribed": False, "chosen": True, "merged_from_id": None},
            )
        )
        return
    daily = list(DEFAULTS) if wanted.what == "digest" else []
    first = {kind: "never" for kind, notify in DEFAULTS.items() if kind == wanted.what or (daily and notify == "daily")}
    later: dict[str, Any] = {
        kind: case((notification_settings.c[kind] == "daily", "never"), else_=notification_settings.c[kind])
        for kind in daily
    }
    values = select(present.c.id, *(literal(each) for each in first.values()))
    row = insert(notification_settings).from_select(["user_id", *first], values)
    db.execute(row.on_conflict_do_update(index_elements=[notification_settings.c.user_id], set_=later or dict(first)))
