"""What statements read, counted rather than timed: the pages of 8 KB that PostgreSQL goes to."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def pages_read(part: str) -> Iterator[list[int]]:
    """Fills the list with a number for each statement that has `part` in it, and is run once more to be explained."""
    read: list[int] = []

    def explain(connection: object, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
        if part in statement:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters)
            plan = cursor.fetchone()[0][0]["Plan"]
            read.append(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield read
    finally:
        event.remove(Engine, "before_cursor_execute", explain)
