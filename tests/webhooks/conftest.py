"""A receiver that is a server of its own, and a courier that sends to it when it is told to."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import load_settings
from tests.support.people import Person
from tests.support.strangers import wait_for_strangers

LOCAL = {"webhooks_to_private_addresses": True, "public_url": "https://board.example"}


@dataclass
class Receiver:
    """What came, each with its headers and its body; `answers`: what it says to the next ones, else 200."""

    url: str = ""
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.taken]


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, answer = receiver.answers.pop(0) if receiver.answers else (200, {}, b"ok")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook?key=1"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


@dataclass
class Hooks:
    """The board with webhooks to this machine, as its admin, and a courier."""

    client: httpx.Client
    outbox: Outbox
    database: Engine

    def create(self, url: str, *events: str, **values: str) -> dict[str, Any]:
        wait_for_strangers(self.database)  # It begins where the stream is, which they hold back.
        answer = self.client.post("/v1/webhooks", json={"url": url, "events": events or ["*"], **values})
        assert answer.status_code == 201, answer.text
        created: dict[str, Any] = answer.json()
        return created

    def send(self) -> None:
        """All that is due. What would wait for seconds is left for the next time."""
        wait_for_strangers(self.database)
        deliver(self.now_or_never, create_works(None), time_left=lambda: 600.0)

    def claim(self) -> dict[str, Any]:
        wait_for_strangers(self.database)
        return self.outbox.handle({"command": "claim"})

    def now_or_never(self, command: dict[str, Any]) -> dict[str, Any]:
        answer = self.outbox.handle(command)
        if not answer.get("items") and answer.get("due_in"):
            answer["due_in"] = None
        return answer

    def make_due(self) -> None:
        self.execute("UPDATE webhook_deliveries SET due_at = now() WHERE status = 'pending'")
        self.execute("UPDATE webhooks SET next_at = now()")

    def execute(self, statement: str, **values: Any) -> None:
        with self.database.connect() as connection:
            connection.execute(text(statement), values)

    def rows(self, columns: str, table: str = "webhook_deliveries") -> list[tuple[Any, ...]]:
        with self.database.connect() as connection:
            return [tuple(row) for row in connection.execute(text(f"SELECT {columns} FROM {table} ORDER BY id"))]

    def stream(self) -> list[dict[str, Any]]:
        wait_for_strangers(self.database)
        answer = self.client.get("/v1/events?limit=100")
        assert answer.status_code == 200, answer.text
        assert not answer.json()["more"]
        events: list[dict[str, Any]] = answer.json()["items"]
        return events


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hooks(admin: Person, superuser: Engine) -> Iterator[Hooks]:
    from tests.support.boards import (
        board,  # The handler reads the settings, which name no database yet when this loads.
    )

    outbox = Outbox(load_settings(**LOCAL))
    with board(**LOCAL) as client:
        client.headers["Authorization"] = admin.client.headers["Authorization"]
        yield Hooks(client, outbox, superuser)
    outbox.engine.dispose()
