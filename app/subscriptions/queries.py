"""Reading subscriptions."""

from typing import Any

from sqlalchemy import Select, select

from app.models.subscriptions import subscriptions


def subscriptions_of(user_id: int) -> Select[*tuple[Any, ...]]:
    own = select(subscriptions).where(subscriptions.c.user_id == user_id)
    return own.order_by(subscriptions.c.created_at, subscriptions.c.post_id)
