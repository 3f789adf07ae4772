"""Who may see which tag."""

from functools import cache
from typing import Protocol

from sqlalchemy import ColumnElement, and_, literal_column, or_, true

from app.db.sql import sql_of
from app.models.board import IS_OPEN_TO_VISITORS
from app.models.tags import tags

FOR_EVERYBODY = ~tags.c.staff_only


class HasRole(Protocol):
    @property
    def is_staff(self) -> bool: ...


def tag_visible_to(caller: HasRole | None) -> ColumnElement[bool]:
    """Staff see every tag, everybody else those that are not for staff; on a private board, visitors see none."""
    shown = tag_visible_on_post(caller)
    return and_(shown, IS_OPEN_TO_VISITORS) if caller is None else shown


def tag_visible_on_post(caller: HasRole | None) -> ColumnElement[bool]:
    """Of a post that the caller sees, for which the statement has asked already whether visitors see any."""
    return true() if caller and caller.is_staff else FOR_EVERYBODY


@cache
def tag_visible_sql() -> str:
    """The same rule for SQL that is written by hand, on `tags`, with the parameter `:is_staff`."""
    return sql_of(or_(literal_column(":is_staff"), FOR_EVERYBODY))
