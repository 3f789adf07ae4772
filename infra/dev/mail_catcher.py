"""Catches the mail of `make run`: a local SMTP server that keeps each message in a file, and prints what is in it."""

import email
import email.policy
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

from app.settings.config import ROOT
from infra.dev.ports import free_port

FOLDER = ROOT / ".local" / "mail"
CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
LINK = re.compile(r"https?://\S+")


@contextmanager
def mail_catcher() -> Iterator[str]:
    """Gives the MAIL_URL that sends to it."""
    from aiosmtpd.controller import Controller  # Of the development tools; the checkout's own environment has it.

    port = free_port()
    controller = Controller(Catcher(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


class Catcher:
    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802  (its name)
        content: bytes = envelope.content  # type: ignore[attr-defined]
        path = keep(content)
        print(summary(content, path), flush=True)
        return "250 OK"


def keep(content: bytes) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{time.time_ns()}.eml"
    path.write_bytes(content)
    return path


def summary(content: bytes, path: Path) -> str:
    """To whom, about what, and the code or the first link in it, which is what one wants of it while developing."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    found = CODE.search(text) or LINK.search(text)
    line = f"mail to {message['To']}: {message['Subject']}  {found[0] if found else ''}"
    return f"{line.rstrip()}\n     {path.relative_to(ROOT)}"
