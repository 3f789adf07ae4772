"""A real SMTP server that keeps what it takes, and can refuse, be silent, or talk nonsense."""

import email
import email.policy
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from infra.dev.ports import free_port

OK = "250 OK"


class MailServer:
    """`answer`: what it says to a mail, by its envelope."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.answer: Callable[[Envelope], str] = lambda envelope: OK
        self.answer_rcpt: Callable[[str], str] = lambda address: OK
        self.answer_sender = OK
        self.port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_MAIL(  # noqa: N802  (as below)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        envelope.mail_from = address
        return self.answer_sender

    async def handle_RCPT(  # noqa: N802  (the library's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[Any]
    ) -> str:
        said = self.answer_rcpt(address)
        if said == OK:
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (as above)
        said = self.answer(envelope)
        if said == OK:
            content = envelope.content
            assert isinstance(content, bytes)
            self.raw.append(content)
            message = email.message_from_bytes(content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.extend((address, message) for address in envelope.rcpt_tos)
        return said

    def to(self, address: str) -> list[EmailMessage]:
        return [message for to, message in self.taken if to == address]

    def wait_for(self, count: int, seconds: float = 10.0) -> None:
        deadline = time.monotonic() + seconds
        while len(self.taken) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.taken) >= count, f"{len(self.taken)} mails in {seconds} s"


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    server = MailServer()
    server.port = free_port()  # The library connects to the port that it was given, so it can't choose one.
    controller = Controller(server, hostname="127.0.0.1", port=server.port, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
