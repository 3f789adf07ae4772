"""The driver on its own: what can't be sent leaves no trace, and pg8000 is the one that it was written for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pg8000.core
import pg8000.dbapi
import pytest
from pg8000.converters import timestamptz_in

from app.db.connection import connect
from app.db.driver import Connection
from app.settings.config import load_settings
from tests.support.proxy import Proxy

UNSENDABLE = {
    "lone surrogate": "\ud800",
    "year 10000 in UTC": datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-23))),
    "5,000 digits": 10**5_000,
    "lone surrogate in an array": ["fine", "\udfff"],
}


@pytest.fixture
def connection(database_url: str) -> Iterator[Connection]:
    connection = connect(load_settings(database_url=database_url))
    yield connection
    connection.close()


def rows(connection: Connection, statement: str, *values: Any) -> list[list[Any]]:
    cursor = connection.cursor()
    cursor.execute(statement, values)
    return [list(row) for row in cursor.fetchall()]


@pytest.mark.parametrize("autocommit", [True, False])
@pytest.mark.parametrize("value", UNSENDABLE.values(), ids=UNSENDABLE)
def test_an_unsendable_value_leaves_no_answer_behind(connection: Connection, value: object, autocommit: bool) -> None:
    connection.autocommit = autocommit
    [[backend]] = rows(connection, "SELECT pg_backend_pid() + %s - %s", 0, 0)
    for _ in range(3):
        with pytest.raises((UnicodeEncodeError, OverflowError, ValueError)):
            connection.cursor().execute("SELECT 'poison', %s", (value,))
        assert rows(connection, "SELECT pg_backend_pid(), CAST(%s AS int)", 7) == [[backend, 7]]


@pytest.mark.parametrize("autocommit", [True, False])
def test_too_many_parameters_leave_no_answer_behind(connection: Connection, autocommit: bool) -> None:
    connection.autocommit = autocommit
    [[backend]] = rows(connection, "SELECT pg_backend_pid()")
    too_many = ["x"] * 65_536
    with pytest.raises(Exception, match="65535"):
        connection.cursor().execute(f"SELECT {', '.join(['%s'] * len(too_many))}", too_many)
    assert rows(connection, "SELECT pg_backend_pid(), CAST(%s AS int)", 7) == [[backend, 7]]


def test_an_unsendable_statement_leaves_no_answer_behind(connection: Connection) -> None:
    with pytest.raises(UnicodeEncodeError):
        connection.cursor().execute("SELECT '\ud800'")
    assert rows(connection, "SELECT CAST(%s AS int)", 7) == [[7]]


def test_an_error_of_the_server_leaves_no_answer_behind(connection: Connection) -> None:
    for statement, value in {
        "SELECT CAST(%s AS int)": "seven",
        "SELECT CAST(%s AS text)": "\0",
        "SELEKT %s": 1,
    }.items():
        with pytest.raises(pg8000.dbapi.DatabaseError):
            connection.cursor().execute(statement, (value,))
        connection.rollback()
        assert rows(connection, "SELECT CAST(%s AS int)", 7) == [[7]]


VALUES: list[Any] = [
    *(
        None,
        "",
        "100 %",
        "%s $1 ? :x",
        "\\ ' \" \n",
        "Ünïcödé 𝔘 👩‍👩‍👧",
        2**63 - 1,
        -1,
        True,
        1.5,
        b"\x00\xff",
        [1, None],
    ),
    datetime(2026, 3, 12, 19, 3, 58, 123456, tzinfo=UTC),
]


@pytest.mark.parametrize("value", VALUES)
def test_what_is_sent_comes_back(connection: Connection, value: object) -> None:
    kind = {bool: "boolean", int: "bigint", float: "float8", bytes: "bytea", list: "int[]", datetime: "timestamptz"}
    returned = rows(connection, f"SELECT CAST(%s AS {kind.get(type(value), 'text')}), 'it''s %s'", value)
    assert returned == [[value, "it's %s"]]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "+15:59"])
def test_time_stamps_are_read_as_the_library_reads_them(connection: Connection, zone: str) -> None:
    """Not only equal: of the same class, with the same time zone. Before 1900, a zone's offset has seconds."""
    rows(connection, "SELECT set_config('timezone', %s, false)", zone)
    at = """
        SELECT at FROM generate_series('0001-12-30 BC', '0002-01-03', interval '17 hours 1.000001 s') at
        UNION ALL SELECT at FROM generate_series('1700-01-01', '2100-01-01', interval '31 days 7 minutes 0.5 s') at
        UNION ALL SELECT at FROM generate_series('9999-12-29', '10000-01-03', interval '1 hour 0.00001 s') at
        UNION ALL SELECT * FROM unnest(CAST('{infinity, -infinity, 4713-01-01 BC, NULL}' AS timestamptz[]))"""
    stamps = rows(connection, f"SELECT CAST(at AS text), at FROM ({at}) stamps")
    assert len(stamps) > 5_000
    for text, read in stamps:
        assert repr(read) == repr(text and timestamptz_in(text)), text


class TestRoundTrips:
    @pytest.fixture
    def proxy(self, database_url: str) -> Iterator[Proxy]:
        with Proxy(database_url) as proxy:
            yield proxy

    @pytest.fixture
    def connection(self, proxy: Proxy) -> Iterator[Connection]:
        connection = connect(load_settings(database_url=proxy.url))
        yield connection
        connection.close()

    def test_a_statement_takes_one_and_begin_rides_along(self, proxy: Proxy, connection: Connection) -> None:
        with proxy.counting() as first:
            assert rows(connection, "SELECT CAST(%s AS int)", 7) == [[7]]
        with proxy.counting() as second:
            assert rows(connection, "SELECT now() = transaction_timestamp()") == [[True]]
        with proxy.counting() as commit:
            connection.commit()
        assert (first, second, commit) == ([1], [1], [1])

    def test_commit_rides_along_with_the_last_statement(self, proxy: Proxy, connection: Connection) -> None:
        def last(value: str) -> None:
            cursor = connection.cursor()
            cursor.commits = True
            cursor.execute("SELECT CAST(%s AS int), pg_advisory_xact_lock(1)", (value,))

        held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() + %s"
        [[others]] = rows(connection, held, 0)
        with proxy.counting() as counted:
            last("7")
            connection.commit()
        assert counted == [1]
        connection.autocommit = True  # From here on, nothing else begins or ends a transaction.
        assert rows(connection, held, 0) == [[others]]
        connection.autocommit = False
        with proxy.counting() as counted:
            cursor = connection.cursor()
            cursor.commits = True
            cursor.execute("SELECT pg_advisory_xact_lock(1)")  # Without parameters, it goes as a simple query.
            connection.commit()
        assert counted == [1]
        with pytest.raises(pg8000.dbapi.DatabaseError):
            last("seven")
        connection.rollback()
        connection.autocommit = True
        assert rows(connection, held, 0) == [[others]]

    def test_an_error_of_the_commit_that_rides_along_is_raised(self, connection: Connection) -> None:
        connection.autocommit = True
        connection.cursor().execute("CREATE TEMPORARY TABLE once (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        rows(connection, "INSERT INTO once VALUES (%s) RETURNING n", 1)
        connection.autocommit = False
        cursor = connection.cursor()
        cursor.commits = True
        with pytest.raises(pg8000.dbapi.DatabaseError, match="23505"):
            cursor.execute("INSERT INTO once VALUES (%s) RETURNING n", (1,))
        connection.rollback()
        assert rows(connection, "SELECT count(*) FROM once") == [[1]]

    def test_a_read_on_autocommit_takes_one(self, proxy: Proxy, connection: Connection) -> None:
        connection.autocommit = True
        with proxy.counting() as counted:
            assert rows(connection, "SELECT CAST(%s AS int)", 7) == [[7]]
            connection.commit()
            connection.rollback()
        assert counted == [1]

    def test_a_statement_of_a_megabyte_takes_one(self, proxy: Proxy, connection: Connection) -> None:
        connection.autocommit = True
        with proxy.counting() as counted:
            assert rows(connection, "SELECT length(CAST(%s AS text))", "x" * 1_000_000) == [[1_000_000]]
        assert counted == [1]
