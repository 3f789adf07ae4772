"""Reading what members chose, and the mails that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from app.models.deliveries import Delivery, deliveries
from app.models.notification_settings import DEFAULTS, NotificationSettings, notification_settings
from app.models.subscriptions import subscriptions
from app.models.suppressed_addresses import suppressed_addresses
from app.models.users import Member, User, users


def notifications_of(user_id: int) -> Select[*tuple[Any, ...]]:
    chosen = select(*NotificationSettings.columns(notification_settings))
    return chosen.where(notification_settings.c.user_id == user_id)


def get_notifications(db: Connection, user: User) -> NotificationSettings:
    """What the member chose, or what everybody gets who has chosen nothing."""
    chosen = NotificationSettings.one_or_none(db.execute(notifications_of(user.id)))
    return chosen or NotificationSettings({"user_id": user.id, **DEFAULTS})


def list_undelivered(db: Connection, status: str, *, before: int | None, limit: int) -> Sequence[Delivery]:
    """The mails to anybody that ended so, the latest first, each with its `user`, where the reader has an account; one
    more than `limit`, where there is one."""
    columns = (*Delivery.columns(deliveries), *Member.columns(users, "user"))
    statement = select(*columns).outerjoin(users, users.c.id == deliveries.c.user_id)
    statement = statement.where(deliveries.c.status == status)
    if before is not None:
        statement = statement.where(deliveries.c.id < before)
    return Delivery.all(db.execute(statement.order_by(deliveries.c.id.desc()).limit(limit + 1)))


def list_mails(db: Connection, user: User, *, before: int | None, limit: int) -> Sequence[Delivery]:
    """The latest first; one more than `limit`, where there is one."""
    statement = select(*Delivery.columns(deliveries)).where(deliveries.c.user_id == user.id)
    if before is not None:
        statement = statement.where(deliveries.c.id < before)
    return Delivery.all(db.execute(statement.order_by(deliveries.c.id.desc()).limit(limit + 1)))


@dataclass(frozen=True, slots=True)
class Told:
    """How many people get a mail at once, and how many find it in their digest."""

    at_once: int
    daily: int


def count_told(db: Connection, post_id: int, kind: str, *, actor: User) -> Told:
    """Who will be told if the actor does something of this kind to a public post now: its followers, less those whom
    no mail reaches or who want none. The rule is the fan-out's (app/mail/fan_out.py)."""
    chosen = func.coalesce(notification_settings.c[kind], DEFAULTS[kind])
    unreachable = select(suppressed_addresses.c.address).where(suppressed_addresses.c.address == users.c.email).exists()
    statement = (
        select(func.count().filter(chosen == "at_once"), func.count().filter(chosen == "daily"))
        .select_from(subscriptions)
        .join(users, users.c.id == subscriptions.c.user_id)
        .outerjoin(notification_settings, notification_settings.c.user_id == users.c.id)
        .where(subscriptions.c.post_id == post_id, subscriptions.c.subscribed)
        .where(users.c.status == "active", users.c.id != actor.id, ~unreachable)
    )
    at_once, daily = db.execute(statement).one()
    return Told(at_once, daily)
