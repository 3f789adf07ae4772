"""A running `make run`, of a checkout of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from infra.dev.ports import free_port

RUN = "import sys; from infra.dev.run import main; sys.exit(main([]))"


class Runner:
    """A running `make run`, of the checkout's own code but without its bootstrap."""

    def __init__(self, checkout: Path, **environment: str) -> None:
        self.port = int(environment.setdefault("PORT", str(free_port())))
        self.log = checkout / f"{self.port}.log"
        inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", RUN],
                cwd=checkout,
                env=inherited | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until_up(self) -> "Runner":
        self.wait_until_said("Ctrl-C stops it")
        return self

    def wait_until_said(self, text: str) -> None:
        deadline = time.monotonic() + 60
        while text not in self.said():
            assert self._process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return self.log.read_text()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def end(self, how: signal.Signals) -> int:
        self._process.send_signal(how)
        return self._process.wait(30)

    def wait(self) -> int:
        return self._process.wait(60)


Start = Callable[..., Runner]
