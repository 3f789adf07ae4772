"""A courier that sends webhooks, in a process of its own, which can be killed."""

import os
import signal
from typing import Any

from app.courier.loop import deliver
from app.courier.works import create_works
from app.dispatch.outbox import Outbox
from app.settings.config import Settings


def courier(values: dict[str, Any], kill_at: int | None) -> None:
    """Delivers, and dies by SIGKILL when it has sent its n-th webhook and not reported it."""
    outbox = Outbox(Settings(**values))
    works, sent = create_works(None), 0

    class Killed:
        def do(self, item: dict[str, Any], batch: dict[str, Any]) -> dict[str, Any]:
            nonlocal sent
            report = works["webhooks"].do(item, batch)
            sent += 1
            if sent == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return report

        def close(self) -> None:
            return

    def ask(command: dict[str, Any]) -> dict[str, Any]:
        answer = outbox.handle(command)
        if not answer.get("items") and answer.get("due_in"):
            answer["due_in"] = None
        return answer

    deliver(ask, {**works, "webhooks": Killed()}, time_left=lambda: 600.0)
    outbox.engine.dispose()
