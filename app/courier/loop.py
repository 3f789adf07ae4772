"""Asks for a batch, sends it, reports, until nothing is due or time is short."""

import time
from base64 import b64decode
from collections.abc import Callable
from typing import Any, Protocol

from app.courier.result import NotSent, Sent

Ask = Callable[[dict[str, Any]], dict[str, Any]]  # A command to the outbox's function, and its answer.
MARGIN = 30.0  # Seconds of a lease in which nothing new is begun: a mail may take that long, and the report.
SOON = 15.0  # Seconds that are waited for here rather than by a schedule, whose clock has minutes.


class Transport(Protocol):
    def send(self, sender: str, to: str, raw: bytes) -> Sent: ...

    def close(self) -> None: ...


def deliver(ask: Ask, transport: Transport, *, time_left: Callable[[], float]) -> float | None:
    """Seconds until something is due again; None where nothing is pending.

    `time_left`: the seconds in which this process has to have ended.
    """
    try:
        while True:
            batch = ask({"command": "claim"})
            due_in: float | None = batch["due_in"]
            if batch["items"]:
                deliver_batch(ask, transport, batch, time_left)
            elif due_in is None or due_in > SOON:
                return due_in
            elif due_in > 0:
                time.sleep(min(due_in, max(time_left() - MARGIN, 0)))
            if time_left() < MARGIN:
                return 0.0
    finally:
        transport.close()


def deliver_batch(ask: Ask, transport: Transport, batch: dict[str, Any], time_left: Callable[[], float]) -> None:
    """Each is reported right after it was sent, so that a process that dies sends one twice and not twenty.

    What there is no time for, and what is left when the provider wants to be left alone, is given back.
    """
    ends = time.monotonic() + batch["lease"] - MARGIN
    wait = 0.0
    for number, item in enumerate(batch["items"]):
        if wait or time.monotonic() > ends or time_left() < MARGIN:
            rest = batch["items"][number:]
            release = {"outcome": "released", "after": wait}
            ask({"command": "report", "results": [{"token": each["token"], **release} for each in rest]})
            return
        try:
            result = transport.send(batch["from"], item["to"], b64decode(item["raw"])).report()
        except NotSent as error:
            result, wait = error.report(), error.after
        ask({"command": "report", "results": [{"token": item["token"], **result}]})
