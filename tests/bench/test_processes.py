"""What a measurement opens and starts ends with it, however that ends."""

import time

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine.interfaces import IsolationLevel

from tests.bench.connection import connected


@pytest.mark.parametrize("isolation_level", [None, "AUTOCOMMIT"])
def test_a_failure_leaves_no_connection(
    database_url: str, superuser: Engine, isolation_level: IsolationLevel | None
) -> None:
    with pytest.raises(RuntimeError) as kept:
        fail_connected(database_url, isolation_level)
    pid = int(str(kept.value))
    deadline = time.monotonic() + 5
    with superuser.connect() as elsewhere:
        while elsewhere.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid"), {"pid": pid}):
            assert time.monotonic() < deadline, "PostgreSQL still has the connection"
            time.sleep(0.02)


def fail_connected(url: str, isolation_level: IsolationLevel | None) -> None:
    with connected(url, isolation_level) as connection:
        raise RuntimeError(connection.scalar(text("SELECT pg_backend_pid()")))
