"""The outbox and the courier on the test's board, with a real SMTP server at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, text

from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from app.settings.mail_url import parse_mail_url
from tests.support.mail_server import MailServer, mail_server
from tests.support.people import People

MAIL = {"mail_from": "Heed <feedback@board.example>", "public_url": "https://board.example"}


@dataclass
class Post:
    """A postal service: the outbox, and a courier that runs when it is told to."""

    server: MailServer
    outbox: Outbox
    database: Engine

    def deliver(self) -> float | None:
        return deliver(self.outbox.handle, create_works(parse_mail_url(self.server.url)), time_left=lambda: 600.0)

    def rows(self, columns: str = "status, reason") -> list[tuple[Any, ...]]:
        with self.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM deliveries ORDER BY id"))]

    def execute(self, statement: str, **values: Any) -> None:
        with self.database.connect() as connection:
            connection.execute(text(statement), values)

    def make_due(self) -> None:
        self.execute("UPDATE deliveries SET due_at = now() WHERE status = 'pending'")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def post(server: MailServer, superuser: Engine, people: People) -> Iterator[Post]:
    outbox = Outbox(load_settings(mail_url=server.url, **MAIL))
    yield Post(server, outbox, superuser)
    outbox.engine.dispose()
