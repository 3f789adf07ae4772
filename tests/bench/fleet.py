"""Any number of environments at once, each a process of its own that asks itself."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.build.runtime import find_python
from tests.bench.stage import BENCH, VARIABLES
from tests.bench.traffic import Ask
from tests.support.signals import held


@dataclass(frozen=True)
class Drive:
    """What one environment measured: `walls` in milliseconds, `memory` in megabytes; `statuses` with the warm-up's."""

    walls: list[float]
    seconds: float
    statuses: dict[str, int]
    memory: list[float]

    @property
    def refused(self) -> int:
        return sum(count for status, count in self.statuses.items() if 400 <= int(status) < 500)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if int(status) >= 500)


def drive(
    folder: Path, handler: str, url: str, asks: Sequence[Sequence[Ask]], variables: dict[str, str], **until: Any
) -> list[Drive]:
    """One environment for each list of requests; all start at once. `until`: `seconds`, or a number of `requests`."""
    environment = VARIABLES | {"DATABASE_URL": url, "PYTHONDONTWRITEBYTECODE": "1"} | variables
    command = [str(find_python()), "-P", "-s", str(BENCH / "drive.py"), handler]
    options: dict[str, Any] = {"cwd": folder, "env": environment, "text": True}
    options |= {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    options |= {"start_new_session": True}  # Ctrl-C is for the bench alone, which ends them.
    fleet: list[subprocess.Popen[str]] = []
    try:
        for _ in asks:
            with held():
                fleet.append(subprocess.Popen(command, **options))
        for process, mine in zip(fleet, asks, strict=True):
            say(process, json.dumps({"events": f"[{','.join(ask.payload().decode() for ask in mine)}]"} | until))
        for process in fleet:
            hear(process)
        for process in fleet:
            say(process, "go")
        return [Drive(**json.loads(hear(process))) for process in fleet]
    finally:
        with held():
            for process in fleet:
                process.kill()
                process.communicate()


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(line + "\n")
    process.stdin.flush()


def hear(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    if not (line := process.stdout.readline()):
        raise RuntimeError(f"heed: an environment ended with status {process.wait()}; its complaint stands above")
    return line
