"""SQL text of an expression, for statements that are written by hand."""

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql


def sql_of(condition: ColumnElement[bool]) -> str:
    """The condition in brackets. It has literals and the parameters of `text()` only, which are left as they are."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy has no annotation.
    return f"({condition.compile(dialect=dialect)})"
