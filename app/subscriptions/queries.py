"""Reading subscriptions."""

from sqlalchemy import Select, select

from app.models import Subscription


def subscriptions_of(user_id: int) -> Select[Subscription]:
    subscriptions = select(Subscription).where(Subscription.user_id == user_id)
    return subscriptions.order_by(Subscription.created_at, Subscription.post_id)
