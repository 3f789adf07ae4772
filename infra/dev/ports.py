"""TCP ports of this machine: the one that PORT chooses, one that is free, and whether one can be used."""

import errno
import os
import socket
import sys
import time


def chosen_port(default: int) -> int:
    value = os.environ.get("PORT") or str(default)
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        sys.exit("heed: PORT: must be a number from 1 to 65535")
    return int(value)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def require_free(port: int) -> None:
    """An API server whose runner was killed lets go of the port within a moment, so a taken one is asked again."""
    deadline = time.monotonic() + 4
    while error := _bind_error(port):
        if error != errno.EADDRINUSE:
            sys.exit(f"heed: port {port} cannot be used: {os.strerror(error)}; try: make run PORT=8001")
        if time.monotonic() > deadline:
            free = next((other for other in range(port + 1, 65536) if not _bind_error(other)), 8001)
            sys.exit(f"heed: port {port} is in use by another program; try: make run PORT={free}")
        time.sleep(0.2)


def _bind_error(port: int) -> int | None:
    with socket.socket() as probe:
        if sys.platform != "win32":  # There it would mean the right to share the port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return error.errno
    return None
