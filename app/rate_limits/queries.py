"""Reading how long somebody must wait."""

from sqlalchemy import Double, cast, func, select
from sqlalchemy.orm import Session

from app.models import RateLimit


def blocked_for(db: Session, key: str) -> float | None:
    """For how many seconds the key must still wait, if it must."""
    seconds = func.extract("epoch", RateLimit.blocked_until - func.now())
    waiting = select(cast(seconds, Double)).where(RateLimit.key == key, RateLimit.blocked_until > func.now())
    return db.scalar(waiting)
