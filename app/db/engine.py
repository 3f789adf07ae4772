"""The SQLAlchemy engine: one connection for each process, opened at its first use."""

from sqlalchemy import Engine, create_engine, event

from app.db.connection import open_connection
from app.db.liveness import record_use, replace_dead_connection
from app.db.transaction import commit_with_statement, set_autocommit
from app.settings.config import Settings

RECYCLE_AFTER = 1_500  # Seconds; RDS Proxy drops its clients after 1,800.


def create_database_engine(settings: Settings) -> Engine:
    """The pool holds one connection, because a Lambda environment serves one request at a time.

    The isolation level is left to the server: setting it costs a round trip and pins the connection of an RDS Proxy.
    """
    engine = create_engine(
        "postgresql+pg8000://",
        creator=lambda: open_connection(settings),
        pool_size=1,
        max_overflow=0,
        pool_timeout=settings.database_connect_timeout,
        pool_recycle=RECYCLE_AFTER,
        hide_parameters=True,
    )
    engine.dialect.private_by_default = settings.private  # type: ignore[attr-defined]  # app/models/board.py reads it.
    event.listen(engine, "checkin", record_use)
    event.listen(engine, "checkout", replace_dead_connection)
    event.listen(engine, "begin", set_autocommit)
    event.listen(engine, "before_cursor_execute", commit_with_statement)
    return engine


def autocommit_engine(engine: Engine) -> Engine:
    """The same engine and pool for reads: each statement is a transaction of its own, without BEGIN and COMMIT."""
    return engine.execution_options(autocommit_reads=True)
