"""Sending mails: each item of a batch by the transport that MAIL_URL names."""

from base64 import b64decode
from typing import Any, Protocol

from app.courier.result import Sent
from app.courier.ses import SESTransport
from app.courier.smtp import SMTPTransport
from app.settings.mail_url import MailServer


class Transport(Protocol):
    def send(self, sender: str, to: str, raw: bytes) -> Sent: ...

    def close(self) -> None: ...


class MailSender:
    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        """Raises NotSent."""
        return self.transport.send(batch["from"], item["to"], b64decode(item["raw"])).report()

    def close(self) -> None:
        self.transport.close()


def transport_to(server: MailServer, configuration_set: str = "") -> Transport:
    return SESTransport(server, configuration_set) if server.scheme == "ses" else SMTPTransport(server)
