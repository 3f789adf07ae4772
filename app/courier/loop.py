"""Asks for a batch, does what is in it, reports, until nothing is due or time is short."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from app.courier.result import NotSent

Ask = Callable[[dict[str, Any]], dict[str, Any]]  # A command to the outbox's function, and its answer.
MARGIN = 30.0  # Seconds of a lease in which nothing new is begun: a mail may take that long, and the report.
SOON = 15.0  # Seconds that are waited for here rather than by a schedule, whose clock has minutes.


class Work(Protocol):
    """One kind of what the courier does for the outbox."""

    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        """The report of it, but for its token. Raises NotSent."""

    def close(self) -> None: ...


def deliver(ask: Ask, works: Mapping[str, Work], *, time_left: Callable[[], float]) -> float | None:
    """Seconds until something is due again; None where nothing is pending.

    `works`: by the names that the outbox has for its kinds of work, which take turns. `time_left`: the seconds in which
    this process has to have ended.
    """
    kind = ""
    try:
        while True:
            batch = ask({"command": "claim", "after": kind})
            due_in: float | None = batch["due_in"]
            if batch["items"]:
                kind = batch["kind"]
                deliver_batch(ask, works[kind], batch, time_left)
            elif due_in is None or due_in > SOON:
                return due_in
            else:
                time.sleep(max(min(due_in, time_left() - MARGIN), 0))
            if time_left() < MARGIN:
                return 0.0
    finally:
        for work in works.values():
            work.close()


def deliver_batch(ask: Ask, work: Work, batch: dict[str, Any], time_left: Callable[[], float]) -> None:
    """Each is reported right after it was done, so that a process that dies does one twice and not twenty.

    What there is no time for, and what is left when the other side wants to be left alone, is given back.
    """
    ends = time.monotonic() + batch["lease"] - MARGIN
    wait = 0.0

    def report(*results: dict[str, Any]) -> None:
        ask({"command": "report", "kind": batch["kind"], "results": list(results)})

    for number, item in enumerate(batch["items"]):
        if wait or time.monotonic() > ends or time_left() < MARGIN:
            release = {"outcome": "released", "after": wait}
            report(*({"token": each["token"], **release} for each in batch["items"][number:]))
            return
        try:
            result = work.do(item, batch)
        except NotSent as error:
            result, wait = error.report(), error.after
        report({"token": item["token"], **result})
