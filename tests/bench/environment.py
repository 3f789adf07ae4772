"""An environment under the Runtime Interface Emulator, timed from outside."""

import http.client
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.bench.stage import VARIABLES
from tests.bench.traffic import Ask
from tests.built.emulator import INVOKE, Emulator


@dataclass(frozen=True)
class Sample:
    """Milliseconds: on the clock as the caller sees it, and of the CPU in the handler's process."""

    wall: float
    cpu: float
    status: int


class Environment(Emulator):
    """Its first answer, which is the cold start, is over when it is entered."""

    def __init__(self, folder: Path, handler: str, url: str, log: Path, **variables: str) -> None:
        super().__init__(folder, handler, VARIABLES | {"DATABASE_URL": url} | variables, log)
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def __enter__(self) -> Self:
        super().__enter__()
        try:
            self.require_success(self.invoke(Ask("GET", "/v1/posts").payload()).text)
        except BaseException:  # Python calls no __exit__ where __enter__ fails.
            self.stop()
            raise
        return self

    def stop(self) -> None:
        self.line.close()
        super().stop()

    def require_success(self, text: str) -> None:
        """The time of an error means nothing. What the log says is a note of the exception."""
        answer = json.loads(text or "{}")  # Nothing at all: the handler's process ended.
        if answer.get("statusCode") != 200:
            reason = answer.get("errorMessage") or answer.get("statusCode", "nothing")
            error = RuntimeError(f"{self.handler} answered its first request with: {reason}")
            error.add_note(self.log.read_text())
            raise error

    def timed(self, payload: bytes) -> Sample:
        cpu, started = self.cpu_seconds(), time.perf_counter()
        answer = self.post(payload)
        wall = time.perf_counter() - started
        used = self.cpu_seconds() - cpu
        return Sample(wall * 1000, used * 1000, json.loads(answer).get("statusCode", 500))

    def ask(self, payload: bytes) -> Any:
        """The body of the answer."""
        return json.loads(json.loads(self.post(payload))["body"])

    def post(self, payload: bytes) -> bytes:
        self.line.request("POST", INVOKE, payload)
        return self.line.getresponse().read()
