"""A TCP port before the real database that a test can take away and give back, with all connections through it."""

import socket
import threading
from contextlib import suppress


class BreakableLine:
    def __init__(self, port: int) -> None:
        self.target = port
        self.listener: socket.socket | None = None
        self.open_sockets: list[socket.socket] = []
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]

    def restore(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", self.port), reuse_port=False)
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        """Refuses new connections and resets the old ones."""
        assert self.listener
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in self.open_sockets:
            with suppress(OSError):  # The other end may have hung up first.
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.open_sockets.clear()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):  # cut() closes the listener.
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self.open_sockets += [near, far]
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    def _copy(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):  # cut() closes both.
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
