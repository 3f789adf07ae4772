"""How long a courier goes on: until nothing is due soon, or the time of its process or of a lease is nearly over."""

import time
from typing import Any

import pytest

from app.courier.loop import deliver
from app.courier.result import NotSent

SENT = {"outcome": "sent"}


class Board:
    """An outbox that has these batches and then these waits, and does the work, or raises what is said of it."""

    def __init__(self, *answers: dict[str, Any] | float | None, said: dict[str, NotSent] | None = None) -> None:
        self.answers = [each if isinstance(each, dict) else {"items": [], "due_in": each} for each in answers]
        self.said = said or {}
        self.reported: list[dict[str, Any]] = []
        self.asked_after: list[str] = []
        self.is_closed = False

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        if command["command"] == "report":
            assert command["kind"] == "mail"
            self.reported += command["results"]
            return {"counted": len(command["results"])}
        self.asked_after.append(command["after"])
        return self.answers.pop(0)

    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        if item["token"] in self.said:
            raise self.said[item["token"]]
        return SENT

    def close(self) -> None:
        self.is_closed = True

    def deliver(self, time_left: float = 600.0) -> float | None:
        started = time.monotonic()
        due_in = deliver(self.ask, {"mail": self}, time_left=lambda: time_left)
        assert time.monotonic() - started < 0.5
        assert self.is_closed
        return due_in


def batch(*tokens: str, lease: float = 120.0) -> dict[str, Any]:
    return {"kind": "mail", "items": [{"token": token} for token in tokens], "lease": lease, "due_in": 0.0}


def sent(*tokens: str) -> list[dict[str, Any]]:
    return [{"token": token, **SENT} for token in tokens]


def released(*tokens: str, after: float = 0.0) -> list[dict[str, Any]]:
    return [{"token": token, "outcome": "released", "after": after} for token in tokens]


@pytest.mark.parametrize("due_in", [None, 15.1, 7200.0])
def test_what_is_due_later_is_left_to_the_schedule(due_in: float | None) -> None:
    board = Board(batch("a", "b"), due_in)
    assert board.deliver() == due_in
    assert board.reported == sent("a", "b")
    assert board.asked_after == ["", "mail"]


def test_what_is_due_soon_is_waited_for() -> None:
    started = time.monotonic()
    assert Board(-1.0, 0.0, 0.05, None).deliver() is None
    assert time.monotonic() - started >= 0.05


def test_it_waits_no_longer_than_there_is_time_to_begin_something() -> None:
    assert Board(15.0, 15.1).deliver(time_left=30.0) == 15.1
    assert Board(15.0).deliver(time_left=29.9) == 0.0


def test_in_the_last_seconds_of_its_process_nothing_is_begun() -> None:
    board = Board(batch("a", "b"), None)
    assert board.deliver(time_left=30.0) is None
    assert board.reported == sent("a", "b")
    board = Board(batch("a", "b"))
    assert board.deliver(time_left=29.9) == 0.0
    assert board.reported == released("a", "b")


def test_in_the_last_seconds_of_a_lease_nothing_is_begun() -> None:
    board = Board(batch("a", lease=30.9), batch("b", lease=29.9), None)
    board.deliver()
    assert board.reported == sent("a") + released("b")


def test_what_is_refused_keeps_no_other_waiting() -> None:
    board = Board(batch("a", "b"), None, said={"a": NotSent("failed", "550")})
    board.deliver()
    assert board.reported == [{"token": "a", "outcome": "failed", "reason": "550", "after": 0.0}, *sent("b")]


def test_a_provider_that_wants_to_be_left_alone_is() -> None:
    board = Board(batch("a", "b", "c"), None, said={"b": NotSent("released", "slow", after=2.0)})
    board.deliver()
    slow = {"token": "b", "outcome": "released", "reason": "slow", "after": 2.0}
    assert board.reported == [*sent("a"), slow, *released("c", after=2.0)]
