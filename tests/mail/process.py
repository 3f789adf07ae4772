"""A courier that sends mail, in a process of its own, which can be killed."""

import os
import signal
import smtplib
from typing import Any

from pg8000 import core

import app.db.driver
from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import Settings
from app.settings.mail_url import parse_mail_url
from tests.support.forks import processes


def run(settings: Settings, mail_url: str, kill_at: int | None) -> int | None:
    """How many messages it sent to PostgreSQL and to the mail server; None if it was killed."""
    receiver, sender = processes.Pipe(duplex=False)
    process = processes.Process(target=courier, args=(settings.model_dump(), mail_url, kill_at, sender))
    process.start()
    sender.close()
    process.join(60)
    assert process.exitcode in (0, -signal.SIGKILL)
    return receiver.recv() if process.exitcode == 0 else None


def courier(values: dict[str, Any], mail_url: str, kill_at: int | None, sends: Any) -> None:
    """Delivers, and dies by SIGKILL right after its n-th message, before it has read the answer."""
    sent = 0

    def count() -> None:
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def flush(socket: Any) -> None:
        core._flush(socket)
        count()

    smtp: Any = smtplib.SMTP
    smtp_send = smtp.send

    def send(self: smtplib.SMTP, text: Any) -> None:
        smtp_send(self, text)
        count()

    vars(app.db.driver).update(_flush=flush)
    smtp.send = send
    outbox = Outbox(Settings(**values))
    deliver(outbox.handle, create_works(parse_mail_url(mail_url)), time_left=lambda: 600.0)
    outbox.engine.dispose()
    sends.send(sent)
