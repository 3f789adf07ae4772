"""Sockets to the database, as its URL wants them."""

import socket
import time
from pathlib import Path

import pytest
from sqlalchemy import make_url

from app.db.connection import connect
from app.settings.config import load_settings
from tests.support.boards import board
from tests.support.problems import assert_unavailable
from tests.support.proxy import Proxy


class UnixProxy(Proxy):
    """In front of the database, in a folder, as a server on the same machine has it."""

    def __init__(self, database_url: str, folder: Path) -> None:
        super().__init__(database_url)
        self._listener.close()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / ".s.PGSQL.6000"))
        self._listener.listen()


def test_a_unix_socket(database_url: str, tmp_path: Path) -> None:
    url = make_url(database_url)
    address = f"postgresql:///{url.database}?host={tmp_path}&port=6000&user=heed&password=heed"
    in_place = f"postgresql://heed:heed@{str(tmp_path).replace('/', '%2F')}:6000/{url.database}"
    with UnixProxy(database_url, tmp_path) as proxy:
        for each in (address, in_place):
            with board(database_url=each) as client:
                assert client.get("/ready").status_code == 200
        assert proxy.accepted == 2


OPTIONS = {
    "keepalives_idle=33": (socket.IPPROTO_TCP, "TCP_KEEPIDLE", 33),
    "keepalives_interval=7": (socket.IPPROTO_TCP, "TCP_KEEPINTVL", 7),
    "keepalives_count=3": (socket.IPPROTO_TCP, "TCP_KEEPCNT", 3),
    "tcp_user_timeout=9000": (socket.IPPROTO_TCP, "TCP_USER_TIMEOUT", 9000),
    "keepalives=0": (socket.SOL_SOCKET, "SO_KEEPALIVE", 0),
    "keepalives=1": (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
    "sslmode=disable": (socket.SOL_SOCKET, "SO_KEEPALIVE", 1),
}


@pytest.mark.parametrize("parameter", OPTIONS)
def test_keepalives(parameter: str, database_url: str) -> None:
    level, option, value = OPTIONS[parameter]
    if not hasattr(socket, option):
        pytest.skip(f"this system has no {option}")
    connection = connect(load_settings(database_url=f"{database_url}?{parameter}"))
    assert connection._usock.getsockopt(level, getattr(socket, option)) == value
    connection.close()


def test_the_time_to_connect_is_the_urls(database_url: str) -> None:
    with Proxy(database_url) as proxy:
        proxy.refuses_to_answer = True
        url = f"{proxy.url}?connect_timeout=1"
        asked = time.monotonic()
        with board(database_url=url, database_connect_timeout=25) as client:
            assert_unavailable(client.get("/v1/posts"))
        assert time.monotonic() - asked < 5


def test_the_name_and_options_are_the_urls(database_url: str) -> None:
    url = f"{database_url}?application_name=my%20board&options=-c%20statement_timeout%3D1234%20-c%20geqo%3Doff"
    connection = connect(load_settings(database_url=url))
    show = "SELECT current_setting('application_name'), current_setting('statement_timeout'), current_setting('geqo')"
    assert connection.execute_simple(show).rows == [["my board", "1234ms", "off"]]
    connection.close()
