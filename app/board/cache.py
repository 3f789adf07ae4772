"""The board as each page shows it, kept for a few seconds, so that most pages cost no statement more.

What decides who may read or write asks the database itself, in a statement that runs anyway.
"""

import time
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Pool

from app.board.queries import CurrentBoard, get_board, in_force
from app.settings.config import Settings

KEPT = 5.0  # Seconds.


class Kept(NamedTuple):
    board: CurrentBoard
    until: float


kept: WeakKeyDictionary[Pool, Kept] = WeakKeyDictionary()  # An app's engines share a pool.


def current_board(db: Connection, settings: Settings) -> CurrentBoard:
    return kept_board(db) or keep(db, get_board(db, settings))


def kept_board(db: Connection) -> CurrentBoard | None:
    """None where it has to be read again, which a page does along with what else it reads."""
    known = kept.get(db.engine.pool)
    return known.board if known is not None and time.time() < known.until else None


def keep(db: Connection, board: CurrentBoard) -> CurrentBoard:
    kept[db.engine.pool] = Kept(board, time.time() + KEPT)
    return board


def last_known_board(engine: Engine, settings: Settings) -> CurrentBoard:
    """For a page that has no way to the database: that it can't be reached may be what the page says."""
    known = kept.get(engine.pool)
    return known.board if known else in_force(None, settings)


def forget(db: Connection) -> None:
    """After a change: who made it sees it with the next page, everybody else within the seconds that it is kept."""
    kept.pop(db.engine.pool, None)
