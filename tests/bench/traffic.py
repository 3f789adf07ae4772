"""Requests as events of API Gateway, and the SQL that Heed was seen to send for each."""

import json
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Engine, event

from tests.support.boards import BASE_URL, board
from tests.support.gateway import GatewayTransport

gateway = GatewayTransport(lambda event, context: {})


@dataclass(frozen=True)
class Ask:
    """One request. `key` is what the bare handler knows it by, which knows no query."""

    method: str
    path: str
    token: str | None = None
    body: dict[str, Any] | None = None
    form: dict[str, str] | None = None
    content: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.method} {self.path.partition('?')[0]} {self.authorization.get('authorization')}"

    @property
    def authorization(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def request(self) -> httpx.Request:
        headers = self.headers | self.authorization
        url = BASE_URL + self.path
        return httpx.Request(self.method, url, headers=headers, json=self.body, data=self.form, content=self.content)

    def payload(self) -> bytes:
        """With a body as it is, which is how an HTTP API hands on JSON and forms."""
        event = gateway.event(self.request())
        if event["isBase64Encoded"]:
            event |= {"body": b64decode(event["body"]).decode(), "isBase64Encoded": False}
        return json.dumps(event).encode()


def record(url: str, asks: Iterable[Ask], target: Path) -> Path:
    """Writes to `target` the statements and parameters of each request, which is really made for it."""
    seen: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, parameters: Any, *_: object) -> None:
        seen.append((statement, parameters))

    recorded: dict[str, Any] = {}
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with board(database_url=url) as client:
            for ask in asks:
                seen.clear()
                client.send(ask.request()).raise_for_status()
                recorded[ask.key] = list(seen)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    target.write_text(json.dumps(recorded))
    return target
