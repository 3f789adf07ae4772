"""TLS to the database: verified wherever the host isn't local, and never given up for plain text."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pg8000.exceptions import InterfaceError

from app.db.connection import connect
from app.settings.config import load_settings
from tests.support.certificates import certificate


class Server:
    """Says yes (with a certificate) or no (without) to the request for TLS, and keeps what it is told afterwards."""

    def __init__(self, certificate: Path | None) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.certificate = certificate
        self.heard = b""
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        client, _ = self.listener.accept()
        with client:
            client.settimeout(5)
            first = client.recv(8)
            if first != b"\0\0\0\x08\x04\xd2\x16\x2f":
                self.heard = first + client.recv(1_000)
                return
            client.sendall(b"S" if self.certificate else b"N")
            if not self.certificate:
                self.heard = client.recv(1_000)
                return
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            try:
                with context.wrap_socket(client, server_side=True) as encrypted:
                    self.heard = encrypted.recv(1_000)
            except OSError:
                return

    def close(self) -> None:
        self.thread.join()
        self.listener.close()


@pytest.fixture
def remote(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 plays a host far away."""
    monkeypatch.setattr("app.db.tls.LOCAL_HOSTS", ())


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    server = Server(certificate(tmp_path, request.param) if request.param else None)
    yield server
    server.close()


def try_to_connect(server: Server, ca_file: Path | None = None, query: str = "") -> None:
    url = f"postgresql://heed:pass-word@127.0.0.1:{server.port}/heed{query}"
    with pytest.raises(InterfaceError):
        connect(load_settings(database_url=url, database_connect_timeout=2, database_ca_file=ca_file))
    server.thread.join()


@pytest.mark.usefixtures("remote")
class TestFarAway:
    @pytest.mark.parametrize("query", ["", "?sslmode=require", "?sslmode=verify-full"])
    @pytest.mark.parametrize("server", ["", "127.0.0.1"], indirect=True, ids=["no TLS", "nobody knows its issuer"])
    def test_a_server_that_proves_nothing_is_told_nothing(self, server: Server, query: str) -> None:
        try_to_connect(server, query=query)
        assert server.heard == b""

    @pytest.mark.parametrize("server", ["127.0.0.9"], indirect=True)
    def test_nor_is_one_with_somebody_elses_certificate(self, server: Server, tmp_path: Path) -> None:
        try_to_connect(server, ca_file=tmp_path / "127.0.0.9.pem")
        assert server.heard == b""

    @pytest.mark.parametrize("server", ["127.0.0.1"], indirect=True)
    def test_one_that_proves_its_name_is_told_who_comes(self, server: Server, tmp_path: Path) -> None:
        try_to_connect(server, ca_file=tmp_path / "127.0.0.1.pem")
        assert b"user\0heed\0" in server.heard

    @pytest.mark.parametrize("server", [""], indirect=True)
    def test_plain_text_has_to_be_asked_for(self, server: Server) -> None:
        try_to_connect(server, query="?sslmode=disable")
        assert b"user\0heed\0" in server.heard


@pytest.mark.parametrize("server", [""], indirect=True)
def test_next_door_plain_text_will_do(server: Server) -> None:
    try_to_connect(server)
    assert b"user\0heed\0" in server.heard
