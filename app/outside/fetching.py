"""One request to a server that is not ours: to an address that was looked at, with an end in time and in bytes.

The standard library's client, as no library connects to the address that was checked, and not to what the name resolves
to a moment later (DNS rebinding). It asks for no compression, so that an answer is no larger than what it takes on the
way; it follows no redirect, and uses no proxy of the environment.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from app.outside.addresses import is_public
from app.outside.urls import Target, target_of

TIMEOUT = 15.0  # Seconds from the connection to the last byte. To resolve a name takes what the resolver allows.
LIMIT = 65_536  # Bytes of an answer.
AGENT = "Heed"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]  # Names in small letters; of repeated ones the last.
    body: bytes
    is_whole: bool  # Whether the answer ended within the limit.


class NoAnswer(Exception):
    """Nothing came that can be used; its text is one line for a person.

    `is_final`: whether another attempt would end the same, as with a URL that may not be reached.
    """

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final


def fetch(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    timeout: float = TIMEOUT,
    limit: int = LIMIT,
    private: bool = False,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """The answer, whatever its status; of its body at most `limit` bytes. Raises NoAnswer.

    `private`: also http, and servers of this machine and its network, as in development.
    """
    try:
        target = target_of(url, private=private)
    except ValueError as error:
        raise NoAnswer(f"the URL {error}", is_final=True) from None
    connection = Connection(target, addresses_of(target, private=private), timeout, context)
    end = threading.Timer(timeout, connection.cut)
    end.daemon = True
    end.start()
    try:
        sent = {"Host": target.authority, "User-Agent": AGENT, **(headers or {})}
        connection.request(method, target.path, body, sent)
        response = connection.getresponse()
        content = response.read(limit + 1)
        named = {name.lower(): value for name, value in response.getheaders()}
        if connection.was_cut:
            raise TimeoutError
        return Answer(response.status, named, content[:limit], is_whole=len(content) <= limit)
    except (OSError, http.client.HTTPException, ValueError) as error:
        is_late = connection.was_cut or isinstance(error, TimeoutError)
        raise NoAnswer(f"no answer within {timeout:g} s" if is_late else said(error)) from error
    finally:
        end.cancel()
        connection.close()


def addresses_of(target: Target, *, private: bool) -> list[tuple[int, str]]:
    """Its families and addresses. One that is not public refuses all of them: a name has no reason to lead to both."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NoAnswer(f"{target.host} could not be resolved") from None
    addresses = [(int(family), str(address[0])) for family, _, _, _, address in found]
    if not private and not all(is_public(address) for _, address in addresses):
        raise NoAnswer(f"{target.host} is not on the public internet")
    return addresses


class Connection(http.client.HTTPConnection):
    """To addresses that were resolved before. `cut` ends it from another thread, whatever it waits for."""

    def __init__(
        self, target: Target, addresses: list[tuple[int, str]], timeout: float, context: ssl.SSLContext | None
    ) -> None:
        super().__init__(target.host, target.port, timeout=timeout)
        self.ends = time.monotonic() + timeout
        self.target = target
        self.addresses = addresses
        self.was_cut = False
        self.context = (context or ssl.create_default_context()) if target.scheme == "https" else None
        self.open_socket: socket.socket | None = None

    def connect(self) -> None:
        failure: OSError | None = None
        for family, address in self.addresses:
            self.open_socket = socket.socket(family, socket.SOCK_STREAM)
            self.open_socket.settimeout(max(self.ends - time.monotonic(), 0.001))
            try:
                self.open_socket.connect((address, self.target.port))
            except OSError as error:
                self.open_socket.close()
                failure = error
            else:
                self.sock = self.wrapped(self.open_socket)
                return
        raise failure or OSError("no address")

    def wrapped(self, plain: socket.socket) -> socket.socket:
        if self.context is None:
            return plain
        self.open_socket = wrapped = self.context.wrap_socket(
            plain, server_hostname=self.target.host, do_handshake_on_connect=False
        )
        wrapped.do_handshake()
        return wrapped

    def cut(self) -> None:
        self.was_cut = True
        with suppress(OSError):  # One that isn't connected yet has a time-out of its own.
            if self.open_socket is not None:
                self.open_socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        super().close()
        if self.open_socket is not None:
            self.open_socket.close()


def said(error: Exception) -> str:
    """One line, without what the other side may have put into it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return f"no answer: {type(error).__name__}"
