"""Runs something in a fork: what it has imported or broken is gone afterwards."""

import contextlib
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

Tell = Callable[[str], None]


class Ended(NamedTuple):
    passed: bool
    said: list[str]


def in_fork(work: Callable[[Tell], int], seconds: float, log: Path) -> Ended:
    """What `work` returns is the fork's exit code; what it tells, line by line, comes back. Late is failed."""
    told = log.with_suffix(".told")
    told.write_text("")
    child = os.fork()
    if not child:
        become(work, told, log)
    deadline = time.monotonic() + seconds
    ended = (0, 0)  # As waitpid says while it runs.
    try:
        while not ended[0] and time.monotonic() < deadline:
            time.sleep(0.01)
            ended = os.waitpid(child, os.WNOHANG)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)  # Itself, or what its tests have left running.
        if not ended[0]:
            os.waitpid(child, 0)
    return Ended(ended == (child, 0), told.read_text().splitlines())


def become(work: Callable[[Tell], int], told: Path, log: Path) -> NoReturn:
    def tell(line: str) -> None:
        with told.open("a") as file:
            file.write(f"{line}\n")

    code = 1
    try:
        os.setsid()
        to_log(log)
        code = work(tell)
        sys.stdout.flush()
    except BaseException:  # noqa: BLE001  (whatever it is, this process ends here)
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def to_log(log: Path) -> None:
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(output, 1)
    os.dup2(output, 2)
