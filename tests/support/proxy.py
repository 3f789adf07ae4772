"""A TCP proxy in front of PostgreSQL: counts round trips where they happen, and fails in the ways that networks do."""

import selectors
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import make_url

RESET_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER for zero seconds: close() sends RST.


class Pair:
    """One connection: the client's socket, the server's, and whose turn it is."""

    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client, self.server = client, server
        self.clients_turn = True
        self.half_open = False
        self.loses_answer = False

    def close(self) -> None:
        for side in (self.client, self.server):
            side.close()


class Proxy:
    """`on_request` sees what a client sends; what it returns goes on instead, and None ends the connection with RST."""

    def __init__(self, database_url: str) -> None:
        self._upstream = make_url(database_url)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._wake, self._stop = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._pairs: list[Pair] = []
        self._thread = threading.Thread(target=self._run)
        self.round_trips = 0
        self.answered = 0  # Bytes that came from the server.
        self.accepted = 0
        self.refuses_to_answer = False
        self.on_request: Callable[[bytes], bytes | None] = lambda data: data

    @property
    def url(self) -> str:
        return self._upstream.set(host="127.0.0.1", port=self.port).render_as_string(hide_password=False)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @contextmanager
    def counting(self) -> Iterator[list[int]]:
        """Yields a list that holds the number of round trips once the block is left."""
        counted: list[int] = []
        before = self.round_trips
        yield counted
        counted.append(self.round_trips - before)

    def swallow(self) -> None:
        """Makes the connections of now half-open, as a NAT gateway does that forgot them; later ones work."""
        for pair in self._pairs:
            pair.half_open = True

    def swallow_answers(self) -> None:
        """Cuts the connections of now as soon as the server answers: the request gets there, its answer doesn't."""
        for pair in self._pairs:
            pair.loses_answer = True

    def reset(self) -> None:
        """Ends the connections of now with RST."""
        for pair in self._pairs:
            pair.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
            pair.client.shutdown(socket.SHUT_RD)
        while self._pairs:
            time.sleep(0.001)

    def _run(self) -> None:
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake, selectors.EVENT_READ)
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._wake:
                    return
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj.fileno() >= 0:  # type: ignore[union-attr]
                    self._forward(key.data, key.fileobj)  # type: ignore[arg-type]

    def _accept(self) -> None:
        client, _ = self._listener.accept()
        self.accepted += 1
        server = socket.create_connection((self._upstream.host or "", self._upstream.port or 0))
        pair = Pair(client, server)
        pair.half_open = self.refuses_to_answer
        self._pairs.append(pair)
        for side in (client, server):
            self._selector.register(side, selectors.EVENT_READ, pair)

    def _forward(self, pair: Pair, source: socket.socket) -> None:
        from_client = source is pair.client
        try:
            data: bytes | None = source.recv(1 << 20)
        except OSError:
            data = None
        if data and pair.half_open:
            return
        if data and from_client:
            self.round_trips += pair.clients_turn
            data = self.on_request(data)
            if data is None:
                pair.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        if not data or (pair.loses_answer and not from_client):
            self._drop(pair)
            return
        pair.clients_turn = not from_client
        self.answered += 0 if from_client else len(data)
        try:
            (pair.server if from_client else pair.client).sendall(data)
        except OSError:
            self._drop(pair)

    def _drop(self, pair: Pair) -> None:
        self._pairs.remove(pair)
        for side in (pair.client, pair.server):
            self._selector.unregister(side)
        pair.close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.close()
        self._thread.join()
        for pair in self._pairs:
            pair.close()
        for end in (self._wake, self._listener):
            end.close()
        self._selector.close()
