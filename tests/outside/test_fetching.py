"""Requests to servers that are slow, endless, rebinding, false, or simply there."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.outside import fetching
from app.outside.fetching import NoAnswer, fetch
from infra.dev.ports import free_port
from tests.support.stub_server import serving

Talk = Callable[[socket.socket], None]


@contextmanager
def talking(talk: Talk) -> Iterator[str]:
    """The URL of a server that reads a request's beginning and then does this."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    connection.recv(65_536)
                    talk(connection)
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(timeout=5)


def silent(connection: socket.socket) -> None:
    connection.recv(1)


def dripping_headers(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def dripping_body(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


def going_on(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


def dripping_handshake(connection: socket.socket) -> None:
    connection.sendall(b"\x16\x03\x03\x40\x00")  # Of 16,384 bytes.
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("talk", [silent, dripping_headers, dripping_body, going_on, dripping_handshake])
def test_it_ends_in_time(talk: Talk) -> None:
    started = time.monotonic()
    with talking(talk) as url, pytest.raises(NoAnswer, match=r"^no answer within 0\.5 s$"):
        fetch("GET", url.replace("http:", "https:") if talk is dripping_handshake else url, timeout=0.5, private=True)
    assert time.monotonic() - started < 3


def test_an_endless_answer_is_cut() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65_536)

    with talking(endless) as url:
        answer = fetch("GET", url, limit=1_000, private=True)
    assert (answer.body, answer.is_whole) == (b"x" * 1_000, False)


@pytest.mark.parametrize(("sent", "is_whole"), [(65_536, True), (65_537, False)])
def test_what_is_read_of_an_answer(sent: int, is_whole: bool) -> None:
    with serving(200, b"x" * sent) as server:
        answer = fetch("GET", server.url, private=True)
    assert (len(answer.body), answer.is_whole) == (65_536, is_whole)


def test_a_bomb_stays_packed() -> None:
    packed = gzip.compress(b"0" * 50_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    with talking(lambda connection: connection.sendall(head + packed)) as url:
        answer = fetch("GET", url, limit=100_000, private=True)
    assert answer.body == packed


@pytest.mark.parametrize(
    "said", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 99999 x\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500]
)
def test_what_is_no_answer(said: bytes) -> None:
    with talking(lambda connection: connection.sendall(said)) as url, pytest.raises(NoAnswer, match=r"^no answer"):
        fetch("GET", url, private=True)


def test_a_redirect_is_an_answer_like_others() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with talking(lambda connection: connection.sendall(head)) as url:
        answer = fetch("POST", url, body=b"{}", private=True)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/")


def test_the_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(200, b"here") as server:
        assert fetch("GET", server.url, private=True).body == b"here"


def test_a_url_that_may_not_be_reached_is_final() -> None:
    with pytest.raises(NoAnswer) as refusal:
        fetch("GET", "https://127.0.0.1/")
    assert refusal.value.is_final


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(NoAnswer) as refusal:
        fetch("GET", f"http://127.0.0.1:{free_port()}/", private=True)
    assert (refusal.value.reason, refusal.value.is_final) == ("the connection was refused", False)
    assert fetching.said(OSError("secret")) == "no answer: OSError"
