"""Reading the stream of events: gap-free, from any position on.

Ids alone are seen out of order: a transaction takes one, and commits after another that took a later one. So the order
is `(xid, id)`, and only what lies before the oldest transaction that is still open is shown. Whatever commits later has
a larger xid than all that was shown. A transaction that stays open holds the stream back, on the whole server.
"""

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, TextClause, text

from app.errors import Unavailable
from app.events.kinds import MATCHES
from app.events.payload import TOLD, payload
from app.events.positions import InvalidPosition, Position, PositionGone

SCANNED = 5_000  # Events that are looked at for one page, where a type is asked for.
HORIZON = "(SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
# A snapshot shows nothing of a transaction that had not begun: such events are of another server. The largest xid is
# asked for, which the index has at its end; whether there is one would be looked for among all.
BEYOND = "coalesce((SELECT max(xid) FROM events) >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint, false)"
COPIED = "The database is a copy from another server. Run the migrations, which make its stream of events whole again."
PAGE = """
    WITH scanned AS MATERIALIZED (
        SELECT id, xid, type FROM events WHERE (xid, id) > (:xid, :id) AND xid < {horizon}
        ORDER BY xid, id LIMIT :scanned
    ),
    chosen AS (SELECT id FROM scanned WHERE {matches} ORDER BY xid, id LIMIT :limit),
    told AS ({told}),
    seen AS (SELECT count(*) AS looked_at, max(ARRAY[xid, id]) AS last FROM scanned)
    SELECT {beyond} AS is_beyond, {horizon} AS horizon, coalesce(epoch, 0) AS epoch,
           ARRAY[coalesce(swept_xid, 0), coalesce(swept_id, 0)] AS swept, seen.looked_at, seen.last, told.*
    FROM seen LEFT JOIN event_stream ON true LEFT JOIN told ON true
    ORDER BY told.xid, told.id
"""


class EventPage(NamedTuple):
    """`next`: where to read on, also where nothing is there yet; `more`: whether there is something there already."""

    items: list[dict[str, Any]]
    next: str
    more: bool


@cache
def page_statement(*, filtered: bool) -> TextClause:
    matches = MATCHES.format(patterns="ARRAY[CAST(:pattern AS text)]") if filtered else "true"
    return text(PAGE.format(matches=matches, told=TOLD, horizon=HORIZON, beyond=BEYOND))


def read_events(
    db: Connection, *, after: Position | None, pattern: str | None, limit: int, board_url: str
) -> EventPage:
    """The oldest first. Where a type is asked for, a page may hold fewer than there are, or none, with `more`.

    Raises PositionGone, InvalidPosition, or Unavailable in a copy of the database that is not whole yet.
    """
    xid, event_id = after[1:] if after else (0, 0)
    values = {"xid": xid, "id": event_id, "limit": limit, "scanned": limit + 1 if pattern is None else SCANNED}
    statement = page_statement(filtered=pattern is not None)
    rows = db.execute(statement, values | ({} if pattern is None else {"pattern": pattern})).all()
    first = rows[0]
    if first.is_beyond:
        raise Unavailable(COPIED)
    if after is not None:
        check_position(after, first.epoch, tuple(first.swept), first.horizon)
    found = [row for row in rows if row.id is not None]
    end = tuple(first.last) if first.last else (xid, event_id)
    more = first.looked_at == values["scanned"]
    if len(found) == limit:
        last = (found[-1].xid, found[-1].id)
        more, end = last != end, last
    items = [payload(row, epoch=first.epoch, board_url=board_url) for row in found]
    return EventPage(items, str(Position(first.epoch, *end)), more)


def check_position(after: Position, epoch: int, swept: tuple[int, ...], horizon: int) -> None:
    if after.epoch != epoch:
        raise PositionGone("This position is from before the database was copied from another server.")
    if after.xid >= horizon:
        raise InvalidPosition
    if (after.xid, after.id) < swept:
        raise PositionGone("Events are kept for 90 days, and some behind this position are gone.")
