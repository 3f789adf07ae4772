"""The courier on AWS: the outbox is a function that it invokes, and what comes later is a schedule."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from app.aws.client import AWSError, call_rest
from app.courier.bounces import suppressions
from app.courier.loop import deliver
from app.courier.schedule import wake_in
from app.courier.works import create_works
from app.settings.courier import CourierSettings

INVOCATION = 60.0  # Seconds: a database that sleeps wakes up meanwhile.


class Courier:
    def __init__(self, settings: CourierSettings) -> None:
        self.settings = settings

    def handle(self, event: dict[str, Any], *, time_left: Callable[[], float]) -> dict[str, Any]:
        """Whatever woke it, it does all that is due. Raises what goes wrong: Lambda then tries again."""
        if "Records" in event:
            for command in suppressions(event, self.settings.ses_topic_arn):
                self.ask(command)
            return {}
        if event.get("sweep"):
            self.ask({"command": "sweep"})
        works = create_works(self.settings.mail_server, self.settings.ses_configuration_set)
        due_in = deliver(self.ask, works, time_left=time_left)
        if due_in is not None:
            wake_in(self.settings, due_in)
        return {"due_in": due_in}

    def ask(self, command: dict[str, Any]) -> dict[str, Any]:
        """Raises AWSError, also where the function itself failed."""
        path = f"/2015-03-31/functions/{quote(self.settings.outbox_function, safe='')}/invocations"
        answer = call_rest("lambda", "POST", path, command, timeout=INVOCATION)
        if "errorMessage" in answer:
            raise AWSError(str(answer.get("errorType", "FunctionError")), str(answer["errorMessage"]), 200)
        return answer
