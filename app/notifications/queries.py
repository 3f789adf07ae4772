"""Reading what members chose."""

from sqlalchemy import Select, select

from app.models import NotificationSettings


def notifications_of(user_id: int) -> Select[NotificationSettings]:
    return select(NotificationSettings).where(NotificationSettings.user_id == user_id)
