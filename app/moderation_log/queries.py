"""Reading the moderation log."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.models import ModerationEntry, User
from app.models.users import with_member

# What staff did where nobody else may look: a draft of the changelog is no more than that.
FOR_STAFF = ("changelog.drafted",)


def list_entries(db: Session, *, caller: User | None, before: int | None, limit: int) -> Sequence[ModerationEntry]:
    """The latest first; one more than `limit`, where there is one."""
    statement = select(ModerationEntry).options(with_member(ModerationEntry.actor, innerjoin=True))
    if caller is None or not caller.is_staff:
        statement = statement.where(ModerationEntry.action.not_in(FOR_STAFF))
    if before is not None:
        statement = statement.where(ModerationEntry.id < before)
    return db.scalars(statement.order_by(ModerationEntry.id.desc()).limit(limit + 1)).all()


def entries_about(user_id: int) -> Select[ModerationEntry]:
    """What the member did as staff, and what staff did to the account."""
    about_it = and_(ModerationEntry.target_type == "user", ModerationEntry.target_id == user_id)
    entries = select(ModerationEntry).where(or_(ModerationEntry.actor_id == user_id, about_it))
    return entries.order_by(ModerationEntry.id)
