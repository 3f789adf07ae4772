"""A function of the built folder under AWS's own Runtime Interface Emulator and runtime client, as on Lambda.

https://github.com/aws/aws-lambda-runtime-interface-emulator
"""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from infra.build.architecture import this_machine
from infra.dev.ports import free_port
from infra.tools import environment
from tests.support.signals import held

INVOKE = "/2015-03-31/functions/function/invocations"


class Emulator:
    """One environment: the process starts with the first invocation, and serves one at a time."""

    def __init__(self, folder: Path, handler: str, variables: dict[str, str], log: Path) -> None:
        self.folder = folder
        self.handler = handler
        self.variables = variables
        self.log = log
        self.port = free_port()

    def __enter__(self) -> Self:
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=60)
        with ExitStack() as unfinished:
            with held():
                self.process = self.start()
                unfinished.callback(self.stop)
            unfinished.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> subprocess.Popen[bytes]:
        runtime = environment.prepare("lambda") / "python"
        command = [str(program()), "--log-level", "error"]
        command += ["--runtime-interface-emulator-address", f"127.0.0.1:{self.port}"]
        command += ["--runtime-api-address", f"127.0.0.1:{free_port()}"]
        command += [str(runtime), "-m", "awslambdaric", self.handler]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.variables | {"PATH": os.environ["PATH"], "LAMBDA_TASK_ROOT": str(self.folder)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """Of the handler's process, too: the emulator gives it a process group of its own, but not a session.

        The emulator is collected last, as until then no other session can get its number.
        """
        self.client.close()
        with held():
            self.process.kill()
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
            for process in members(self.process.pid):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            self.process.wait()

    def __call__(self, event: Any, context: None = None) -> dict[str, Any]:
        """What the function answers; for an exception that is `{"errorMessage": ..., "errorType": ...}`."""
        answer: dict[str, Any] = self.invoke(json.dumps(event).encode()).json()
        return answer

    def invoke(self, payload: bytes) -> httpx.Response:
        deadline = time.monotonic() + 10
        while True:
            try:
                return self.client.post(INVOKE, content=payload)
            except httpx.ConnectError:  # The emulator itself is still starting.
                assert time.monotonic() < deadline, self.log.read_text()
                time.sleep(0.02)

    @property
    def runtime(self) -> int:
        """The number of the process that runs the handler: the emulator's only child."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return next(int(child) for thread in threads for child in thread.read_text().split())

    def cpu_seconds(self) -> float:
        """User and system time of the handler's process until now, to the nanosecond.

        The clock's number is made as clock_getcpuclockid(3) makes it, which Python doesn't offer.
        """
        return time.clock_gettime(~self.runtime << 3 | 2)

    def peak_megabytes(self) -> float:
        status = Path(f"/proc/{self.runtime}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def members(session: int) -> Iterator[int]:
    """The numbers of its processes."""
    for entry in Path("/proc").iterdir():
        with suppress(ValueError, ProcessLookupError):
            if os.getsid(int(entry.name)) == session:
                yield int(entry.name)


def program() -> Path:
    """It comes inside the package of SAM CLI."""
    packages = next((environment.prepare("sam").parent / "lib").glob("python*")) / "site-packages"
    return packages / "samcli" / "local" / "rapid" / f"aws-lambda-rie-{this_machine()}"
