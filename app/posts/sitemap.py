"""Reading the posts that search engines are told of, a range of ids at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Row, and_, func, literal_column, select

from app.models.posts import posts
from app.posts.visibility import visible_to

# Ids of one range. The protocol allows 50,000 addresses, but Lambda answers with 6 MB at most: so many are 0.7 MB, and
# 4.3 MB where each title has sixty characters of a script that URLs write with nine or twelve.
IDS = 5_000


def list_ranges(db: Connection) -> Sequence[int]:
    """The numbers of the ranges in which there is a post, from 0. The primary key answers for each."""
    last = select(func.max(posts.c.id)).scalar_subquery()
    number = func.generate_series(literal_column("0"), last // literal_column(str(IDS), BigInteger)).column_valued(
        "number"
    )
    found = select(posts.c.id).where(in_range(number * literal_column(str(IDS))), is_listed()).exists()
    return db.scalars(select(number).where(found).order_by(number)).all()


def list_range(db: Connection, number: int) -> Sequence[Row[int, str, datetime]]:
    """Id, title, and when it was edited last."""
    statement = select(posts.c.id, posts.c.title, posts.c.edited_at).where(in_range(number * IDS), is_listed())
    return db.execute(statement.order_by(posts.c.id)).all()


def in_range(first: Any) -> ColumnElement[bool]:
    return and_(posts.c.id >= first, posts.c.id < first + IDS)


def is_listed() -> ColumnElement[bool]:
    return and_(visible_to(None), posts.c.merged_into_id.is_(None))
