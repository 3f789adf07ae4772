"""Whatever keeps the board from its database, the log says which of a few causes it is, and nothing secret."""

import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pg8000.exceptions import DatabaseError
from sqlalchemy import Engine, make_url, text

from app.db.connection import open_connection
from app.db.driver import Connection
from app.db.failure import CAUSES, cause_of
from app.settings.config import load_settings
from migrations import connection as migrations_connection
from migrations import runner
from migrations.failure import MigrationError
from migrations.scripts import Scripts
from tests.support.boards import board
from tests.support.problems import assert_unavailable
from tests.support.proxy import Proxy

SECRET = "s3cret-of-the-database"


def failure(sqlstate: bytes) -> bytes:
    fields = b"SFATAL\0C" + sqlstate + b"\0Mthe server's own words\0\0"
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """A server that says one thing to whoever comes, and hangs up. The database's address at it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                with client:
                    client.recv(1_000)
                    client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"postgresql://heed:{SECRET}@127.0.0.1:{listener.getsockname()[1]}/heed"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def assert_told(caplog: pytest.LogCaptureFixture, cause: str, **settings: Any) -> None:
    """By the API, in a field to count by too, and by a migration."""
    caplog.clear()
    settings = {"database_connect_timeout": 1} | settings
    with board(**settings) as client:
        answer = client.get("/v1/posts")
    assert_unavailable(answer)
    [record] = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert vars(record)["cause"] == cause
    assert f"database: {cause}: {CAUSES[cause]} (" in caplog.text
    with pytest.raises(MigrationError, match=f"^no connection to the database: {cause}: ") as failed:
        runner.upgrade(load_settings(**settings), Scripts())
    for told in (caplog.text, str(failed.value)):
        assert SECRET not in told


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations_connection, "RESUME_SECONDS", 0.0)
    monkeypatch.setattr(migrations_connection, "BUSY_SECONDS", 0.0)


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        (f"postgresql://heed:{SECRET}@127.0.0.1:1/heed", "refused"),
        (f"postgresql://heed:{SECRET}@/heed?host=/no/such/folder", "refused"),
        (f"postgresql://heed:{SECRET}@no-such-host.invalid/heed", "dns"),
    ],
)
def test_nobody_there(url: str, cause: str, caplog: pytest.LogCaptureFixture) -> None:
    assert_told(caplog, cause, database_url=url)


@pytest.mark.parametrize(
    ("answer", "query", "cause"),
    [
        (b"", "", "closed"),
        (failure(b"57P03"), "", "starting"),
        (failure(b"53300"), "", "full"),
        (failure(b"28000"), "", "password"),
        (failure(b"08P01"), "", "protocol"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "", "closed"),
        (b"\x00\x00\x00\x00\x08\x00\x00\x00\x00", "", "protocol"),
        (b"N", "?sslmode=require", "tls"),
        (b"Snonsense that is no TLS at all", "?sslmode=require", "tls"),
        (b"\xff", "?sslmode=require", "protocol"),
        (b"R\x00\x00\x00\x08\x00\x00\x00\x00", "?channel_binding=require", "trust"),
        (b"R\x00\x00\x00\x08\x00\x00\x00\x03", "?channel_binding=require", "trust"),
        (b"R\x00\x00\x00\x17\x00\x00\x00\x0aSCRAM-SHA-256\0\0", "?channel_binding=require", "trust"),
        (b"R\x00\x00\x00\x17\x00\x00\x00\x0aSCRAM-SHA-999\0\0", "", "password"),
        (b"R\x00\x00\x00\x08\x00\x00\x00\x07", "", "InterfaceError"),
    ],
)
def test_somebody_there_who_is_not_to_be_used(
    answer: bytes, query: str, cause: str, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(answer) as url:
        if cause in CAUSES:
            assert_told(caplog, cause, database_url=url + query)
        else:  # A way to sign in that the driver doesn't know: it says so itself.
            with board(database_url=url) as client:
                assert_unavailable(client.get("/v1/posts"))
            assert "Authentication method 7 not supported" in caplog.text


def test_what_the_server_itself_refuses(database_url: str, superuser: Engine, caplog: pytest.LogCaptureFixture) -> None:
    url = make_url(database_url)
    wrong = {
        "password": url.set(password=SECRET),
        "no database": url.set(database="not_there"),
    }
    for cause, each in wrong.items():
        assert_told(caplog, cause, database_url=each.render_as_string(hide_password=False))
    assert_told(caplog, "password", database_url=url.set(password=None).render_as_string())
    with superuser.connect() as connection:
        connection.execute(text("CREATE ROLE busy LOGIN CONNECTION LIMIT 0 PASSWORD 'heed'"))
        try:
            crowded = url.set(username="busy", password="heed").render_as_string(hide_password=False)
            assert_told(caplog, "full", database_url=crowded)
        finally:
            connection.execute(text("DROP ROLE busy"))


def test_no_credentials_for_an_iam_token(
    database_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    assert_told(caplog, "aws", database_url=database_url, database_iam_auth=True)


@pytest.mark.parametrize("query", ["?target_session_attrs=read-write", "?target_session_attrs=primary"])
def test_a_replica_is_no_database_for_a_board(
    query: str, database_url: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    with board(database_url=database_url + query) as client:
        assert client.get("/v1/posts").status_code == 200
    original = Connection.handle_PARAMETER_STATUS
    replica = lambda self, data, context: original(self, data.replace(b"standby\0off", b"standby\0on"), context)  # noqa: E731
    monkeypatch.setattr(Connection, "handle_PARAMETER_STATUS", replica)
    assert_told(caplog, "read-only", database_url=database_url + query)


@pytest.fixture
def silent(database_url: str) -> Iterator[Proxy]:
    with Proxy(database_url) as proxy:
        proxy.refuses_to_answer = True
        yield proxy


def test_silence(silent: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    assert_told(caplog, "timed out", database_url=silent.url, database_connect_timeout=0.3)


def test_silence_during_tls(silent: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    url = f"{silent.url}?sslmode=require"
    assert_told(caplog, "timed out", database_url=url, database_connect_timeout=0.3)


def test_what_only_a_person_can_mend_is_not_waited_for(database_url: str) -> None:
    wrong = make_url(database_url).set(password=SECRET).render_as_string(hide_password=False)
    settings = load_settings(database_url=wrong, database_resume_timeout=20)
    asked = time.monotonic()
    with pytest.raises(DatabaseError) as refused:
        open_connection(settings)
    assert time.monotonic() - asked < 2
    assert cause_of(refused.value) == "password"


def test_a_cause_is_one_word_or_two_to_count_by() -> None:
    assert all(len(cause.split()) <= 2 for cause in CAUSES)
