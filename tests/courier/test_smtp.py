"""SMTP over TLS, with a server whose certificate is trusted, or not, and with a password."""

import socket
import ssl
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from app.courier.result import NotSent
from app.courier.smtp import SMTPTransport
from app.settings.mail_url import parse_mail_url
from tests.support.certificates import Authority
from tests.support.mail_server import mail_server

RAW = b"Subject: Hi\r\n\r\nHello.\r\n.\r\nBye.\r\n"


def tls(folder: Path) -> tuple[ssl.SSLContext, Authority]:
    authority = Authority(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.issue("127.0.0.1"))
    return context, authority


def check(server: object, session: object, envelope: object, mechanism: str, data: object) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"heed", b"p@ss:word"), handled=False)


def test_starttls_and_a_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context, authority = tls(tmp_path)
    options = {"require_starttls": True, "auth_required": True, "authenticator": check}
    with mail_server(tls_context=context, **options) as server:
        url = f"smtp://heed:p%40ss%3Aword@127.0.0.1:{server.port}"
        with pytest.raises(NotSent, match="CERTIFICATE_VERIFY_FAILED"):
            SMTPTransport(parse_mail_url(url)).send("a@example.com", "b@example.com", RAW)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
        wrong = SMTPTransport(parse_mail_url(url.replace("word", "w0rd")))
        with pytest.raises(NotSent, match="535") as refusal:
            wrong.send("a@example.com", "b@example.com", RAW)
        assert refusal.value.outcome == "retry", "its operator can mend it"
        assert server.taken == []
        transport = SMTPTransport(parse_mail_url(url))
        for reader in ("b@example.com", "c@example.com"):
            transport.send("a@example.com", reader, RAW)
        transport.close()
        assert [to for to, _ in server.taken] == ["b@example.com", "c@example.com"]
        assert server.raw == [RAW] * 2


def test_a_connection_that_was_lost_is_made_again() -> None:
    with mail_server() as server:
        transport = SMTPTransport(parse_mail_url(server.url))
        transport.send("a@example.com", "b@example.com", RAW)
        assert transport.connection
        assert transport.connection.sock
        transport.connection.sock.shutdown(socket.SHUT_RDWR)
        with pytest.raises(NotSent):
            transport.send("a@example.com", "b@example.com", RAW)
        transport.send("a@example.com", "b@example.com", RAW)
        assert len(server.taken) == 2
        transport.close()
