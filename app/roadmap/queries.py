"""Reading the roadmap: the first posts of each column."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, get_args

from sqlalchemy import Connection, Row, TextClause, text

from app.auth.visitors import refuse_visitor_of_private
from app.models.board import OPEN_TO_VISITORS, is_open_by_default
from app.models.enums import RoadmapStatus
from app.models.users import User
from app.posts.visibility import visible_sql

COLUMNS: tuple[RoadmapStatus, ...] = get_args(RoadmapStatus)
LONGEST = 100  # Posts of a column; the rest is in the list of its status.
# Those that have a place come first, then the others by votes. Each half has an index in that order, and is read no
# further than the column is long.
COLUMN = """
    SELECT either.* FROM (
        (SELECT posts.id, place.position, posts.votes_count
         FROM roadmap_places AS place JOIN posts ON posts.id = place.post_id
         WHERE place.status = '{status}' AND posts.status = '{status}' AND posts.merged_into_id IS NULL AND {visible}
         ORDER BY place.position, posts.id LIMIT {most})
        UNION ALL
        (SELECT posts.id, NULL, posts.votes_count FROM posts
         WHERE posts.status = '{status}' AND posts.merged_into_id IS NULL AND {visible}
           AND NOT EXISTS (
               SELECT FROM roadmap_places AS place WHERE place.post_id = posts.id AND place.status = '{status}'
           )
         ORDER BY posts.votes_count DESC, posts.id DESC LIMIT {most})
    ) AS either
    ORDER BY either.position NULLS LAST, either.votes_count DESC, either.id DESC LIMIT {most}
"""
ROADMAP = """
    SELECT posts.id, posts.title, posts.status, posts.visibility, posts.locked, posts.merged_into_id,
           posts.votes_count, posts.comments_count, posts.created_at, posts.updated_at,
           CASE WHEN CAST(:user_id AS bigint) IS NOT NULL THEN EXISTS (
               SELECT FROM votes WHERE votes.post_id = posts.id AND votes.user_id = :user_id
           ) END AS has_voted
    FROM ({columns}) AS shown JOIN posts ON posts.id = shown.id
    WHERE CAST(:user_id AS bigint) IS NOT NULL OR {open}
    ORDER BY shown.number, shown.position NULLS LAST, shown.votes_count DESC, shown.id DESC
"""


class Column(NamedTuple):
    """`more`: whether the list of its status has others."""

    status: RoadmapStatus
    posts: Sequence[Row[Any]]
    more: bool


@cache
def column_sql(status: RoadmapStatus, most: int) -> str:
    """The id, the position and the votes of each, for the parameters `:is_staff` and `:user_id`."""
    return COLUMN.format(status=status, visible=visible_sql(), most=most)


@cache
def statement_for(statuses: tuple[RoadmapStatus, ...]) -> TextClause:
    columns = [
        f"(SELECT {number} AS number, each.* FROM ({column_sql(status, LONGEST + 1)}) AS each)"  # noqa: S608  (constants)
        for number, status in enumerate(statuses)
    ]
    is_open = OPEN_TO_VISITORS.format(by_default="CAST(:by_default AS boolean)")
    return text(ROADMAP.format(columns=" UNION ALL ".join(columns), open=is_open))


def read_roadmap(
    db: Connection, *, caller: User | None, statuses: tuple[RoadmapStatus, ...] = COLUMNS
) -> Sequence[Column]:
    """What the caller may see of these columns, in one statement. Raises Unauthorized for a private board's visitor."""
    values = {"user_id": caller and caller.id, "is_staff": caller is not None and caller.is_staff}
    values["by_default"] = is_open_by_default(db.dialect)
    rows = db.execute(statement_for(statuses), values).all()
    if not rows:
        refuse_visitor_of_private(db, caller)
    columns = {status: [row for row in rows if row.status == status] for status in statuses}
    return [Column(status, posts[:LONGEST], len(posts) > LONGEST) for status, posts in columns.items()]
