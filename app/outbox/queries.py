"""Reading the outbox: what a member did, and what was sent to one."""

from sqlalchemy import Select, select

from app.models import Delivery, Event


def events_of(user_id: int) -> Select[Event]:
    return select(Event).where(Event.actor_id == user_id).order_by(Event.id)


def mails_of(user_id: int) -> Select[Delivery]:
    return select(Delivery).where(Delivery.user_id == user_id).order_by(Delivery.id)
