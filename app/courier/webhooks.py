"""Sending webhooks: one request for each, and any answer but a 2xx is a failure, a redirect too."""

import time
from typing import Any

from app.courier.result import NotSent
from app.outside.fetching import Answer, NoAnswer, fetch

TIMEOUT = 15.0  # Seconds.
LIMIT = 2_000  # Bytes of an answer, of which the delivery's log keeps a text.


class Refused(NotSent):
    """What is left of the batch is given back: all of it goes to the same endpoint."""

    def __init__(self, outcome: str, reason: str, **kept: Any) -> None:
        super().__init__(outcome, reason, after=1.0)
        self.kept = kept

    def report(self) -> dict[str, Any]:
        return {**super().report(), **self.kept}


class WebhookSender:
    def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
        """Raises NotSent."""
        started = time.monotonic()
        try:
            answer = fetch(
                "POST",
                item["url"],
                headers=item["headers"],
                body=item["body"].encode(),
                timeout=TIMEOUT,
                limit=LIMIT,
                private=batch["private"],
            )
        except NoAnswer as error:
            raise Refused("retry", error.reason, seconds=since(started)) from error
        kept = {"status": answer.status, "response": text_of(answer), "seconds": since(started)}
        if 200 <= answer.status < 300:
            return {"outcome": "delivered", **kept}
        raise Refused("gone" if answer.status == 410 else "retry", f"answered with status {answer.status}", **kept)

    def close(self) -> None:
        """Each has a connection of its own."""


def since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def text_of(answer: Answer) -> str:
    """What a person can read of it."""
    text = answer.body.decode("utf-8", "replace")
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)
