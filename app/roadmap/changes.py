"""Putting a post in its place on the roadmap."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, TextClause, text

from app.errors import Conflict
from app.models.enums import RoadmapStatus
from app.models.users import User
from app.moderation_log.changes import log_moderation
from app.posts.queries import get_post
from app.roadmap.queries import COLUMNS, LONGEST, Column, column_sql, read_roadmap

# One at a time: each move then begins from what the one before left. The number is this lock's alone.
ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7307614110)")
# Places of posts that have gone to another column are tidied up on the way.
MOVE = text("""
    WITH stale AS (
        DELETE FROM roadmap_places USING posts
        WHERE roadmap_places.status = :status AND posts.id = roadmap_places.post_id
          AND (posts.status <> :status OR posts.deleted_at IS NOT NULL)
    ),
    placed AS (
        INSERT INTO roadmap_places (post_id, status, position)
        SELECT post_id, :status, number
        FROM unnest(CAST(:ids AS bigint[])) WITH ORDINALITY AS ordered (post_id, number)
        ON CONFLICT (post_id) DO UPDATE SET status = excluded.status, position = excluded.position
    )
    INSERT INTO events (type, post_id, actor_id, data, fanned_out_at)
    SELECT 'roadmap.moved', id, :actor_id, jsonb_build_object('index', CAST(:index AS int)), now()
    FROM posts WHERE id = :post_id AND visibility = 'public'
""")


@cache
def column_of(status: RoadmapStatus) -> TextClause:
    return text(f"SELECT id, position FROM ({column_sql(status, LONGEST)}) AS shown")  # noqa: S608  (constants)


def move_post(
    db: Connection,
    post_id: int,
    *,
    staff: User,
    before: int | None = None,
    after: int | None = None,
    index: int | None = None,
) -> Column:
    """Puts the post before or after another of its column, or at an index, and returns the column then.

    Whatever stands above it gets a place, too, and so stays there whatever votes come. Raises NotFound, and
    Conflict for a post that is in no column, or a neighbour that is not in the same.
    """
    post = get_post(db, post_id, caller=staff)
    status = next((each for each in COLUMNS if each == post.status), None)
    if status is None or post.merged_into_id is not None:
        raise Conflict("The roadmap has what is planned, started or completed, and no duplicates.", code="no-roadmap")
    db.execute(ONE_AT_A_TIME)
    shown = db.execute(column_of(status), {"user_id": staff.id, "is_staff": True}).all()
    ids = [row.id for row in shown]
    order = moved(ids, post_id, before=before, after=after, index=index)
    placed = [row.id for row in shown if row.position is not None]
    if order != ids or post_id not in {*placed, before, after}:
        at, last = order.index(post_id), len({*placed, post_id}) - 1
        values = {"status": status, "ids": order[: max(at, last) + 1], "post_id": post_id}
        db.execute(MOVE, {**values, "actor_id": staff.id, "index": at})
        log_moderation(db, staff.id, "roadmap.moved", "post", post_id, status=status, index=at)
    [column] = read_roadmap(db, caller=staff, statuses=(status,))
    return column


def moved(
    ids: Sequence[int], post_id: int, *, before: int | None, after: int | None, index: int | None
) -> Sequence[int]:
    """The new order. Beside itself, a post stays where it is; an index beyond the end is the end."""
    if post_id in (before, after):
        return ids
    others = [each for each in ids if each != post_id]
    for neighbour, step in ((before, 0), (after, 1)):
        if neighbour is not None:
            if neighbour not in others:
                raise Conflict(
                    "The roadmap shows no such neighbour in the same column, or no longer.", code="neighbour"
                )
            index = others.index(neighbour) + step
    return [*others[:index], post_id, *others[index:]] if index is not None else ids
