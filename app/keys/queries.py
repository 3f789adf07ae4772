"""Reading API keys, for admins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import APIKey, User
from app.models.users import with_member


def with_names() -> Select[APIKey]:
    """Put together when it is asked for: to name a relationship takes all the mappers."""
    names = (with_member(APIKey.integration, innerjoin=True), with_member(APIKey.created_by, innerjoin=True))
    return select(APIKey).options(*names)


def list_keys(db: Session, *, before: int | None, limit: int) -> Sequence[APIKey]:
    """The latest first, those that have expired too; one more than `limit`, where there is one."""
    statement = with_names().order_by(APIKey.id.desc()).limit(limit + 1)
    return db.scalars(statement if before is None else statement.where(APIKey.id < before)).all()


def get_key(db: Session, key_id: int) -> APIKey:
    return db.execute(with_names().where(APIKey.id == key_id)).scalar_one()


def keys_of(user_id: int) -> Select[int, str, list[str], datetime, datetime | None]:
    """The keys that the member made as an admin."""
    columns = (APIKey.id, User.name, APIKey.scopes, APIKey.created_at, APIKey.expires_at)
    made = select(*columns).join(User, User.id == APIKey.user_id).where(APIKey.created_by_id == user_id)
    return made.order_by(APIKey.id)
