"""Who may see which entry of the changelog: every query that leads to one asks here."""

from sqlalchemy import ColumnElement, and_, case, func, true

from app.models.board import IS_OPEN_TO_VISITORS
from app.models.changelog_entries import changelog_entries
from app.models.enums import EntryState
from app.models.users import User

# Null, and so not true, for a draft.
PUBLISHED: ColumnElement[bool] = changelog_entries.c.published_at <= func.now()
IN_STATE: dict[EntryState, ColumnElement[bool]] = {
    "draft": changelog_entries.c.published_at.is_(None),
    "scheduled": changelog_entries.c.published_at > func.now(),
    "published": PUBLISHED,
}
STATE = case((IN_STATE["draft"], "draft"), (IN_STATE["scheduled"], "scheduled"), else_="published")


def entry_visible_to(caller: User | None) -> ColumnElement[bool]:
    """Staff see drafts and what is scheduled, everybody what is published; of a private board, visitors nothing."""
    if caller is None:
        return and_(PUBLISHED, IS_OPEN_TO_VISITORS)
    return true() if caller.is_staff else PUBLISHED
