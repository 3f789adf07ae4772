"""The socket of a database connection, as the URL's parameters want it."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from app.settings.database_url import DatabaseURL

# Seconds and a number; the last, in milliseconds. Systems have not all of them, and libpq then does without, too.
OPTIONS = {
    "keepalives_count": "TCP_KEEPCNT",
    "keepalives_idle": "TCP_KEEPIDLE",
    "keepalives_interval": "TCP_KEEPINTVL",
    "tcp_user_timeout": "TCP_USER_TIMEOUT",
}


def open_socket(url: DatabaseURL, timeout: float) -> socket.socket:
    """`timeout`: seconds for each address that the host has, and for each wait later. Raises OSError."""
    if url.socket_path:
        local = socket.socket(socket.AF_UNIX)
        local.settimeout(timeout)
        try:
            local.connect(url.socket_path)
        except OSError:
            local.close()
            raise
        return local
    opened = socket.create_connection((url.host, url.port), timeout)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, url.parameters.get("keepalives") != "0")
    for name, option in OPTIONS.items():
        if name in url.parameters and hasattr(socket, option):
            opened.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), int(url.parameters[name]))
    return opened


@contextmanager
def closed_on_error(opened: socket.socket) -> Iterator[socket.socket]:
    """The library leaves it open when TLS fails; once TLS is there, another socket has taken it over."""
    try:
        yield opened
    except BaseException:
        opened.close()
        raise
