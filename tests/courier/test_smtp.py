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
        for word in ("w0rd", "w%C3%B6rd"):
            wrong = SMTPTransport(parse_mail_url(url.replace("word", word)))
            with pytest.raises(NotSent) as refusal:
                wrong.send("a@example.com", "b@example.com", RAW)
            assert refusal.value.outcome == "retry", "its operator can mend it"
        assert server.taken == []
        transport = SMTPTransport(parse_mail_url(url))
        for reader in ("b@example.com", "c@example.com"):
            transport.send("a@example.com", reader, RAW)
        transport.close()
        assert [to for to, _ in server.taken] == ["b@example.com", "c@example.com"]
        assert server.raw == [RAW] * 2


def test_what_a_refusal_means() -> None:
    """A code of 500 or more is final, of 421 the end of the connection, and a refusal of the sender never final."""
    with mail_server() as server:
        transport = SMTPTransport(parse_mail_url(server.url))

        def outcome(said: str) -> tuple[str, bool]:
            server.answer_rcpt = lambda address: said
            server.answer = lambda envelope: said
            with pytest.raises(NotSent) as refusal:
                transport.send("a@example.com", "b@example.com", RAW)
            assert refusal.value.reason.startswith(said[:3])
            return refusal.value.outcome, transport.connection is not None

        def outcome_of_sender(said: str) -> str:
            server.answer_sender, server.answer_rcpt = said, lambda address: "550 x"
            with pytest.raises(NotSent) as refusal:
                transport.send("a@example.com", "b@example.com", RAW)
            return refusal.value.outcome

        codes = {199: "retry", 300: "retry", 420: "retry", 422: "retry", 499: "retry", 500: "failed", 599: "failed"}
        assert {code: outcome(f"{code} x")[0] for code in codes} == codes
        assert outcome("450 x") == ("retry", True)
        assert outcome("421 x") == ("retry", False)
        assert outcome("600 x") == ("retry", True)
        server.answer_rcpt, server.answer = lambda address: "250 OK", lambda envelope: "554 Spam"
        with pytest.raises(NotSent) as refusal:
            transport.send("a@example.com", "b@example.com", RAW)
        assert (refusal.value.outcome, refusal.value.reason) == ("failed", "554 Spam")
        server.answer_rcpt = lambda address: f"550 {'x' * 400}"
        with pytest.raises(NotSent) as refusal:
            transport.send("a@example.com", "b@example.com", RAW)
        assert refusal.value.reason == f"550 {'x' * 300}"
        server.answer_rcpt = lambda address: "250 Taken, and then forgotten"
        with pytest.raises(NotSent, match="need RCPT") as refusal:
            transport.send("a@example.com", "b@example.com", RAW)
        assert refusal.value.outcome == "failed"
        for code in (200, 299):
            assert outcome_of_sender(f"{code} x") == "failed", "it went on to the reader"
        assert outcome_of_sender("550 x") == "retry"
        transport.close()


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
