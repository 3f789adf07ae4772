"""Reading the moderation log."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Forbidden
from app.models import ModerationEntry, User
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.users import with_member

# What staff did where nobody else may look: a draft of the changelog is no more than that. What an integration did in a
# member's place would tell who voted.
FOR_STAFF = ("changelog.drafted", "key.created", "key.revoked", "user.acted_for")


def list_entries(
    db: Session,
    *,
    caller: User | None,
    before: int | None,
    limit: int,
    actor: int | None = None,
    action: str | None = None,
) -> Sequence[ModerationEntry]:
    """The latest first; one more than `limit`, where there is one. Of the team's notes, the team alone learns.

    `actor`: the id of a member of staff. Raises Forbidden, as that is what others don't see, or Unauthorized for a
    visitor of a private board.
    """
    statement = select(ModerationEntry).options(with_member(ModerationEntry.actor, innerjoin=True))
    if caller is None or not caller.is_staff:
        if actor is not None:
            refuse_visitor_of_private(db, caller)
            raise Forbidden("Only staff may see who did what.")
        statement = statement.where(
            ModerationEntry.action.not_like("note.%"),
            ModerationEntry.action.not_like("webhook.%"),
            ModerationEntry.action.not_in(FOR_STAFF),
        )
    if actor is not None:
        statement = statement.where(ModerationEntry.actor_id == actor)
    if action is not None:
        statement = statement.where(ModerationEntry.action == action)
    if before is not None:
        statement = statement.where(ModerationEntry.id < before)
    if caller is None:
        statement = statement.where(IS_OPEN_TO_VISITORS)
    entries = db.scalars(statement.order_by(ModerationEntry.id.desc()).limit(limit + 1)).all()
    if not entries:
        refuse_visitor_of_private(db, caller)
    return entries


def entries_about(user_id: int) -> Select[ModerationEntry]:
    """What the member did as staff, and what staff did to the account."""
    about_it = and_(ModerationEntry.target_type == "user", ModerationEntry.target_id == user_id)
    entries = select(ModerationEntry).where(or_(ModerationEntry.actor_id == user_id, about_it))
    return entries.order_by(ModerationEntry.id)
