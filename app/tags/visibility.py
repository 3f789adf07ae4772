"""Who may see which tag."""

from functools import cache

from sqlalchemy import ColumnElement, literal_column, or_, true

from app.db.sql import sql_of
from app.models import Tag, User


def tag_visible_to(caller: User | None) -> ColumnElement[bool]:
    """Staff see every tag, everybody else those that are not for staff."""
    return true() if caller and caller.is_staff else ~Tag.staff_only


@cache
def tag_visible_sql() -> str:
    """The same rule for SQL that is written by hand, on `tags`, with the parameter `:is_staff`."""
    return sql_of(or_(literal_column(":is_staff"), tag_visible_to(None)))
