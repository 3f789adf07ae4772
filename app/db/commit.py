"""The commit, and what is done after it."""

from collections.abc import Callable
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

afterwards: WeakKeyDictionary[Connection, set[Callable[[], None]]] = WeakKeyDictionary()


def after_commit(db: Connection, call: Callable[[], None]) -> None:
    """Has it called once after the commit, and not at all where there is none."""
    afterwards.setdefault(db, set()).add(call)


def commit(db: Connection) -> None:
    db.commit()
    for call in afterwards.pop(db, ()):
        call()
