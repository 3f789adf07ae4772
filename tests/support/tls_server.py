"""TLS in front of a PostgreSQL that has none, and a PostgreSQL of which there is nothing but the sign-in."""

import hashlib
import selectors
import socket
import ssl
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from scramp import ScramMechanism
from sqlalchemy import make_url

REQUEST = b"\0\0\0\x08\x04\xd2\x16\x2f"


class TLSServer:
    """Answers the request for TLS, and hands what it then hears to serve(). `certificate`: with its key."""

    def __init__(self, certificate: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._run)]

    def _run(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._greet, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _greet(self, client: socket.socket) -> None:
        with client:
            client.settimeout(20)
            if client.recv(8) != REQUEST:
                return
            client.sendall(b"S")
            try:
                with self._context.wrap_socket(client, server_side=True) as encrypted:
                    self.serve(encrypted)
            except OSError:  # Whoever doesn't trust it hangs up.
                return

    def serve(self, client: ssl.SSLSocket) -> None:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()


class InFront(TLSServer):
    """Everything goes on to the test's database, and back."""

    def __init__(self, database_url: str, certificate: Path) -> None:
        super().__init__(certificate)
        self._upstream = make_url(database_url)

    def url(self, query: str, host: str = "127.0.0.1") -> str:
        own = self._upstream.set(host=host, port=self.port).render_as_string(hide_password=False)
        return f"{own}{query}"

    def serve(self, client: ssl.SSLSocket) -> None:
        server = socket.create_connection((self._upstream.host or "", self._upstream.port or 0))
        client.settimeout(None)
        with server, selectors.DefaultSelector() as selector:
            selector.register(client, selectors.EVENT_READ, server)
            selector.register(server, selectors.EVENT_READ, client)
            while True:
                for key, _ in selector.select():
                    source = client if key.fileobj is client else server
                    data = source.recv(1 << 16)
                    while isinstance(source, ssl.SSLSocket) and source.pending():
                        data += source.recv(1 << 16)
                    if not data:
                        return
                    key.data.sendall(data)


class SignIn(TLSServer):
    """Signs anybody in who proves, bound to its certificate, that he knows the password; and hangs up."""

    def __init__(self, certificate: Path, password: str, *mechanisms: str) -> None:
        super().__init__(certificate)
        self._mechanisms = mechanisms
        self._secrets = {name: ScramMechanism(name).make_auth_info(password) for name in mechanisms}
        der = ssl.PEM_cert_to_DER_cert(certificate.read_text().partition("-----BEGIN PRIVATE")[0])
        self._binding = ("tls-server-end-point", hashlib.sha256(der).digest())
        self.used = ""

    def serve(self, client: ssl.SSLSocket) -> None:
        client.recv(1_000)
        offered = b"".join(name.encode() + b"\0" for name in self._mechanisms)
        client.sendall(authentication(10, offered + b"\0"))
        if not (answer := client.recv(1_000)).startswith(b"p"):
            return
        name, _, first = answer[5:].partition(b"\0")
        mechanism = ScramMechanism(name.decode())
        binding = self._binding if name.endswith(b"-PLUS") else None
        server = mechanism.make_server(lambda _: self._secrets[name.decode()], channel_binding=binding)
        server.set_client_first(first[4:].decode())
        client.sendall(authentication(11, server.get_server_first().encode()))
        server.set_client_final(client.recv(1_000)[5:].decode())
        final = server.get_server_final().encode()
        self.used = name.decode()
        client.sendall(authentication(12, final) + authentication(0, b"") + b"Z\0\0\0\x05I")
        client.recv(1_000)


class ClearText(TLSServer):
    """Asks for the password itself, as RDS does for an IAM token, and takes whatever comes."""

    def __init__(self, certificate: Path) -> None:
        super().__init__(certificate)
        self.password = ""

    def serve(self, client: ssl.SSLSocket) -> None:
        client.recv(1_000)
        client.sendall(authentication(3, b""))
        self.password = client.recv(4_000)[5:-1].decode()
        client.sendall(authentication(0, b"") + b"Z\0\0\0\x05I")
        client.recv(1_000)


def authentication(code: int, data: bytes) -> bytes:
    return b"R" + (len(data) + 8).to_bytes(4, "big") + code.to_bytes(4, "big") + data
