"""Reading API keys, for admins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, select

from app.models.api_keys import APIKey, api_keys
from app.models.users import Member, users

MADE_BY = users.alias("made_by")
WITH_NAMES = (
    select(*APIKey.columns(api_keys), *Member.columns(users, "integration"), *Member.columns(MADE_BY, "created_by"))
    .join(users, users.c.id == api_keys.c.user_id)
    .join(MADE_BY, MADE_BY.c.id == api_keys.c.created_by_id)
)


def list_keys(db: Connection, *, before: int | None, limit: int) -> Sequence[APIKey]:
    """The latest first, those that have expired too; one more than `limit`, where there is one."""
    statement = WITH_NAMES.order_by(api_keys.c.id.desc()).limit(limit + 1)
    return APIKey.all(db.execute(statement if before is None else statement.where(api_keys.c.id < before)))


def get_key(db: Connection, key_id: int) -> APIKey:
    return APIKey.one(db.execute(WITH_NAMES.where(api_keys.c.id == key_id)))


def keys_of(user_id: int) -> Select[int, str, list[str], datetime, datetime | None]:
    """The keys that the member made as an admin."""
    columns = (api_keys.c.id, users.c.name, api_keys.c.scopes, api_keys.c.created_at, api_keys.c.expires_at)
    made = select(*columns).join(users, users.c.id == api_keys.c.user_id).where(api_keys.c.created_by_id == user_id)
    return made.order_by(api_keys.c.id)
