"""Reading the moderation log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from app.auth.visitors import refuse_visitor_of_private
from app.errors import Forbidden
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.moderation_log import ModerationEntry, moderation_log
from app.models.users import Member, User, users

# What staff did where nobody else may look: a draft of the changelog is no more than that. What an integration did in a
# member's place would tell who voted.
FOR_STAFF = ("changelog.drafted", "key.created", "key.revoked", "user.acted_for")


def list_entries(
    db: Connection,
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
    columns = (*ModerationEntry.columns(moderation_log), *Member.columns(users, "actor"))
    statement = select(*columns).join(users, users.c.id == moderation_log.c.actor_id)
    if caller is None or not caller.is_staff:
        if actor is not None:
            refuse_visitor_of_private(db, caller)
            raise Forbidden("Only staff may see who did what.")
        statement = statement.where(
            moderation_log.c.action.not_like("note.%"),
            moderation_log.c.action.not_like("webhook.%"),
            moderation_log.c.action.not_in(FOR_STAFF),
        )
    if actor is not None:
        statement = statement.where(moderation_log.c.actor_id == actor)
    if action is not None:
        statement = statement.where(moderation_log.c.action == action)
    if before is not None:
        statement = statement.where(moderation_log.c.id < before)
    if caller is None:
        statement = statement.where(IS_OPEN_TO_VISITORS)
    latest = statement.order_by(moderation_log.c.id.desc()).limit(limit + 1)
    entries = ModerationEntry.all(db.execute(latest))
    if not entries:
        refuse_visitor_of_private(db, caller)
    return entries


def entries_about(user_id: int) -> Select[*tuple[Any, ...]]:
    """What the member did as staff, and what staff did to the account."""
    about_it = and_(moderation_log.c.target_type == "user", moderation_log.c.target_id == user_id)
    entries = select(moderation_log).where(or_(moderation_log.c.actor_id == user_id, about_it))
    return entries.order_by(moderation_log.c.id)
