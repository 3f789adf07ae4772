"""The export of an account: everything that the board holds about one member, as each feature says."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, literal_column, select

from app.models.users import User

RowsOf = Callable[[int], Select[Any]]


def export_account(db: Connection, user: User, held: Mapping[str, RowsOf]) -> dict[str, Any]:
    """All that is held, read in one statement, and so as of one moment.

    `held`: by the name of a list in the export, what selects its rows for the member with an id, the oldest first.
    """
    lists = [
        select(func.coalesce(func.json_agg(literal_column(name)), literal_column("'[]'::json")))
        .select_from(rows_of(user.id).subquery(name))
        .scalar_subquery()
        .label(name)
        for name, rows_of in held.items()
    ]
    return {"account": user, **db.execute(select(*lists)).one()._asdict()}
