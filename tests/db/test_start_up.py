"""What a connection says when it begins, and what is in force in its session then."""

from collections.abc import Iterator

import pg8000.dbapi
import pytest
from sqlalchemy import make_url

from app.db.connection import connect
from app.settings.config import load_settings
from tests.support.database import parameters
from tests.support.proxy import Proxy


@pytest.fixture
def proxy(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        yield proxy


def test_time_outs_are_in_force_without_asking(proxy: Proxy) -> None:
    """And without a start-up parameter, which poolers refuse: the role of the test has them in this database."""
    first: list[bytes] = []

    def keep(data: bytes) -> bytes:
        first.append(data)
        return data

    proxy.on_request = keep
    with proxy.counting() as plain:
        library = pg8000.dbapi.Connection(
            "heed",
            host="127.0.0.1",
            port=proxy.port,
            database=make_url(proxy.url).database,
            password="heed",
            ssl_context=False,
        )
    del first[:]
    timeouts = {"database_statement_timeout": 1.5, "database_lock_timeout": 2.5}
    with parameters(**timeouts):
        settings = load_settings(database_url=proxy.url, **timeouts)
        with proxy.counting() as counted:
            connection = connect(settings)
        sent = first[0][8:].rstrip(b"\0").split(b"\0")
    show = "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
    assert connection.execute_simple(show).rows == [["1500ms", "2500ms"]]
    assert set(sent[::2]) == {b"user", b"database", b"application_name"}
    connection.close()
    library.close()  # Not before: its farewell would be counted with the other's greeting.
    assert counted[0] <= plain[0]
