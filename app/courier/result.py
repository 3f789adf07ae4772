"""What became of one mail, as the outbox takes the report of it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sent:
    provider_id: str | None = None

    def report(self) -> dict[str, Any]:
        return {"outcome": "sent", "provider_id": self.provider_id}


class NotSent(Exception):
    """`outcome`: failed, where another attempt would change nothing; retry; or released, which counts as no attempt.

    `after`: the seconds for which the provider wants to be left alone.
    """

    def __init__(self, outcome: str, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason
        self.after = after

    def report(self) -> dict[str, Any]:
        return {"outcome": self.outcome, "reason": self.reason, "after": self.after}
