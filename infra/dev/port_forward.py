"""A port of another address that leads to one on 127.0.0.1: how containers reach a server that stays private."""

import socket
import threading
from types import TracebackType
from typing import Self


class Forwarder:
    """Listens while it is entered. `port`: where; the system chooses it."""

    def __init__(self, address: str, target: int) -> None:
        self.target = target
        self.listener = socket.create_server((address, 0))
        self.port: int = self.listener.getsockname()[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return  # The listener was closed.
            try:
                far = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                near.close()  # The caller sees what it would see of a server that is down.
                continue
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=copy, args=(source, sink), daemon=True).start()


def copy(source: socket.socket, sink: socket.socket) -> None:
    """Until the source ends; then the sink is told, which ends the other direction too."""
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        sink.close()
