"""A connection that is opened when it is first asked for anything."""

from typing import Any

from sqlalchemy import Connection, Engine


class LateConnection:
    """Does as a Connection of the engine, which it opens for the first statement: whoever is refused before needs no
    database, and wakes none that sleeps. `Engine.connect` opens at once.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect
        self.opened: Connection | None = None

    def __getattr__(self, name: str) -> Any:
        if self.opened is None:
            self.opened = self.engine.connect()
        return getattr(self.opened, name)

    def commit(self) -> None:
        if self.opened is not None:
            self.opened.commit()

    def close(self) -> None:
        """Rolls back what was not committed."""
        if self.opened is not None:
            self.opened.close()
