"""Reading what members chose, and the mails that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import Delivery, NotificationSettings, Subscription, SuppressedAddress, User
from app.models.notification_settings import DEFAULTS
from app.models.users import with_member


def notifications_of(user_id: int) -> Select[NotificationSettings]:
    return select(NotificationSettings).where(NotificationSettings.user_id == user_id)


def get_notifications(db: Session, user: User) -> NotificationSettings:
    """What the member chose, or what everybody gets who has chosen nothing."""
    return db.scalar(notifications_of(user.id)) or NotificationSettings(user_id=user.id, **DEFAULTS)


def list_undelivered(db: Session, status: str, *, before: int | None, limit: int) -> Sequence[Delivery]:
    """The mails to anybody that ended so, the latest first, each with its `user`, where the reader has an account; one
    more than `limit`, where there is one."""
    statement = select(Delivery).where(Delivery.status == status)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    statement = statement.order_by(Delivery.id.desc()).limit(limit + 1).options(with_member(Delivery.user))
    return db.scalars(statement).all()


def list_mails(db: Session, user: User, *, before: int | None, limit: int) -> Sequence[Delivery]:
    """The latest first; one more than `limit`, where there is one."""
    statement = select(Delivery).where(Delivery.user_id == user.id)
    if before is not None:
        statement = statement.where(Delivery.id < before)
    return db.scalars(statement.order_by(Delivery.id.desc()).limit(limit + 1)).all()


@dataclass(frozen=True, slots=True)
class Told:
    """How many people get a mail at once, and how many find it in their digest."""

    at_once: int
    daily: int


def count_told(db: Session, post_id: int, kind: str, *, actor: User) -> Told:
    """Who will be told if the actor does something of this kind to a public post now: its followers, less those whom
    no mail reaches or who want none. The rule is the fan-out's (app/mail/fan_out.py)."""
    chosen = func.coalesce(getattr(NotificationSettings, kind), DEFAULTS[kind])
    unreachable = select(SuppressedAddress.address).where(SuppressedAddress.address == User.email).exists()
    statement = (
        select(func.count().filter(chosen == "at_once"), func.count().filter(chosen == "daily"))
        .select_from(Subscription)
        .join(User, User.id == Subscription.user_id)
        .outerjoin(NotificationSettings, NotificationSettings.user_id == User.id)
        .where(Subscription.post_id == post_id, Subscription.subscribed)
        .where(User.status == "active", User.id != actor.id, ~unreachable)
    )
    at_once, daily = db.execute(statement).one()
    return Told(at_once, daily)
